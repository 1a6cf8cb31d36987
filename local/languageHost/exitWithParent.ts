const checkEveryMilliseconds = 1_000;

/**
 * Ends this process soon after its parent has died, however it died.
 *
 * A plugin whose engine was killed would otherwise stay behind. Call it once; it does not keep the process alive.
 */
export function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, checkEveryMilliseconds).unref();
}
