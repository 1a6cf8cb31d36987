import ora from "ora";
import pc from "picocolors";

/** Tells what is going on inside one step, like `compiled 812 packages`; shown while the step runs. */
export type Progress = (detail: string) => void;

const progressEverySeconds = 10;
const longestDetail = 60;

/**
 * Runs one step of a longer job and prints it with the time it took, on standard error.
 *
 * On a terminal a spinner shows the elapsed time and the latest detail; elsewhere a step that takes long prints a
 * line every 10 seconds.
 *
 * @param title what the step does, like `starting the local AWS`
 * @returns what `work` returns; its errors pass through, after the step is marked as failed
 */
export async function step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  const spinner = ora({ text: title, stream: process.stderr, isSilent: !process.stderr.isTTY }).start();
  let detail = "";
  const describe = () => (detail === "" ? `${title} (${elapsed()})` : `${title} (${elapsed()}; ${detail})`);
  const timer = setInterval(
    () => {
      if (process.stderr.isTTY) spinner.text = describe();
      else process.stderr.write(`  … ${describe()}\n`);
    },
    process.stderr.isTTY ? 200 : progressEverySeconds * 1_000,
  );
  try {
    const result = await work((latest) => {
      detail = latest.length > longestDetail ? `${latest.slice(0, longestDetail)}…` : latest;
    });
    spinner.stop();
    process.stderr.write(`${pc.green("✔")} ${title} ${pc.dim(elapsed())}\n`);
    return result;
  } catch (error) {
    spinner.stop();
    process.stderr.write(`${pc.red("✖")} ${title} ${pc.dim(elapsed())}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
