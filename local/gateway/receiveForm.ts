import type { IncomingMessage } from "node:http";
import { authenticateForm } from "./authenticate/formSignature";
import { readFormUpload } from "./forms/formUpload";
import type { Gateway } from "./gateway";
import type { AwsError, Call } from "./model";
import type { Received } from "./receive";

/**
 * Reads an upload by a browser's form as far as it must be known to decide it: its fields, its policy and who signed
 * it. The file stays in the stream.
 *
 * @throws Error when the client hangs up half-way
 */
export async function receiveForm(
  gateway: Gateway,
  incoming: IncomingMessage,
  received: Omit<Received, "result">,
): Promise<Received> {
  const { call, service } = received;
  const refused = (error: AwsError): Received => ({ ...received, result: { ok: false, error } });
  const [path = "/"] = (call.target ?? call.url.pathname).split("?");
  const bucket = String(call.parameters.bucketName);
  const read = await readFormUpload(incoming, bucket, path, call.receivedAt);
  if (!read.ok) return refused(read.error);
  const { form } = read;
  const put = { method: "PUT", url: call.url, target: form.target, headers: form.headers };
  const known = await authenticateForm(form, gateway.credentials, gateway.store, call.receivedAt);
  const asPut: Call = {
    ...call,
    form,
    parameters: service?.operationOf?.(put)?.parameters ?? call.parameters,
    ...("signature" in known && known.signature !== undefined
      ? { region: known.signature.scope.region }
      : {}),
  };
  if (known.kind === "refused") {
    return { ...received, call: asPut, result: { ok: false, error: known.error } };
  }
  return { ...received, call: asPut, result: { ok: true, caller: known.caller, known } };
}
