/** What was looked at, and how it is. */
export interface Finding {
  /** `note`: works, but could be quicker, smaller or safer. `wrong`: somebody must act. */
  readonly severity: 'ok' | 'note' | 'wrong';
  /** For instance `integrity`. */
  readonly subject: string;
  /** One or two sentences, with what to do where it is not `ok`. */
  readonly text: string;
}

export function ok(subject: string, text: string): Finding {
  return { severity: 'ok', subject, text };
}

export function note(subject: string, text: string): Finding {
  return { severity: 'note', subject, text };
}

export function wrong(subject: string, text: string): Finding {
  return { severity: 'wrong', subject, text };
}
