// Many stories on one clock: each waits for its days, and the clock goes on when all of them wait.

export type Stage = {
  /** Resolves on the morning of that day; at once when it has come already. */
  on(day: string): Promise<void>;
  /** The day the clock shows. */
  today(): string;
};

export type Story = (stage: Stage) => Promise<void>;

/**
 * Plays all stories to their ends. The first that fails ends the play.
 * @param moveTo sets the clock to the morning of a day
 */
export async function conduct(
  stories: readonly Story[],
  moveTo: (day: string) => Promise<void>,
): Promise<void> {
  const waiting = new Map<string, (() => void)[]>();
  let today = '';
  let awake = 0;
  let quiet = (): void => undefined;

  function rest(): void {
    awake -= 1;
    if (awake === 0) quiet();
  }

  const stage: Stage = {
    today: () => today,
    on(day) {
      if (day <= today) return Promise.resolve();
      return new Promise((go) => {
        waiting.set(day, [...(waiting.get(day) ?? []), go]);
        rest();
      });
    },
  };

  function allQuiet(): Promise<void> {
    return awake === 0 ? Promise.resolve() : new Promise((done) => (quiet = done));
  }

  async function days(): Promise<void> {
    for (;;) {
      await allQuiet();
      const next = [...waiting.keys()].toSorted()[0];
      if (next === undefined) return;
      await moveTo(next);
      today = next;
      const woken = waiting.get(next) ?? [];
      waiting.delete(next);
      awake += woken.length;
      woken.forEach((go) => go());
    }
  }

  awake = stories.length;
  const told = Promise.all(stories.map((story) => story(stage).then(rest)));
  await Promise.race([told, days().then(() => told)]);
}
