/** How a kind of text that is refused looks. */
export interface Rule {
  /** For the author, behind "looks like": `a GitLab token`. */
  readonly name: string;
  /** With the flag `g`, and linear in the length of the text. Its first group, where it has one, is what is weighed. */
  readonly pattern: RegExp;
  /** Whether what was found is one indeed. Default: all but placeholders. */
  readonly holds?: (value: string) => boolean;
}

/** Where a text is refused, and why. Never what stands there. */
export interface Finding {
  readonly name: string;
  /** Where what was found begins. */
  readonly at: number;
}
