// What lies outside the house and does not do its part at the moment: worth waiting for, for a day.

/** A server of others is away, refuses, or answers with what cannot be used. */
export class Away extends Error {
  override readonly name = 'Away';
}
