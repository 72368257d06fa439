import { setTimeout as pause } from 'node:timers/promises';
import { classify } from './classify.ts';

const PAUSE_MS = 100;
const MOST_TRIES = 600;

/** Waits for its turn to write, a minute at least: what was prepared at length should not be lost to a busy moment. */
export async function patiently<T>(write: () => T): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return write();
    } catch (error) {
      if (tries >= MOST_TRIES || !classify(error).contended) throw error;
      await pause(PAUSE_MS);
    }
  }
}
