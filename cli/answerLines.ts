import { StringDecoder } from "node:string_decoder";

/**
 * Answers each line of `input` with one line of `output`, in the same order, as the lines come.
 *
 * It ends before the input does where nobody reads the output any more.
 *
 * Lines end with a line feed alone: unlike Node's readline, a U+2028 inside a JSON string splits nothing.
 *
 * @param answer gives the answer without its line feed; it must not throw
 */
export async function answerLines(
  input: AsyncIterable<Buffer | string>,
  output: NodeJS.WritableStream,
  answer: (line: string) => string,
): Promise<void> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.write(chunk))).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length === 0) continue;
    const answers = lines.map((line) => `${answer(line.replace(/\r$/, ""))}\n`).join("");
    if (!output.write(answers)) await drained(output);
    if (!output.writable) return;
  }
  rest += decoder.end();
  if (rest !== "") output.write(`${answer(rest.replace(/\r$/, ""))}\n`);
}

/** Until the output takes more, or will take nothing any more. */
function drained(output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      output.off("drain", done).off("close", done);
      resolve();
    };
    output.on("drain", done).on("close", done);
  });
}
