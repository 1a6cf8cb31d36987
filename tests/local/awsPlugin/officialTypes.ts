import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const packageFolder = path.dirname(require.resolve("@pulumi/aws/package.json"));

/** One property of an interface of `@pulumi/aws`. */
export interface Member {
  readonly isRequired: boolean;
  /** What it may be, with `[]` for lists: string, boolean, number, map, `inputs.s3.BucketCorsRule[]`. */
  readonly kinds: readonly string[];
}

/** The inputs and outputs of the official plugin, as the typings of `@pulumi/aws` declare them. */
export class OfficialTypes {
  private readonly inputTypes = parse("types/input.d.ts");

  /** The inputs of the resource type with this token. */
  membersOfArgs(token: string): ReadonlyMap<string, Member> {
    const { file, name } = locate(token);
    return membersOf(find(parse(file).statements, ts.isInterfaceDeclaration, `${name}Args`));
  }

  membersOfProvider(): ReadonlyMap<string, Member> {
    return membersOf(find(parse("provider.d.ts").statements, ts.isInterfaceDeclaration, "ProviderArgs"));
  }

  /** The members of a nested input, such as `inputs.s3.BucketLifecycleConfigurationRule`. */
  membersOfInput(name: string): ReadonlyMap<string, Member> {
    const [, ...parts] = name.split(".");
    const [interfaceName = "", namespaceName] = parts.reverse();
    const { statements } = this.inputTypes;
    if (namespaceName === undefined)
      return membersOf(find(statements, ts.isInterfaceDeclaration, interfaceName));
    const { body } = find(statements, ts.isModuleDeclaration, namespaceName);
    if (body === undefined || !ts.isModuleBlock(body)) throw new Error(`no namespace ${namespaceName}`);
    return membersOf(find(body.statements, ts.isInterfaceDeclaration, interfaceName));
  }

  /** The names of the outputs of the resource type with this token. */
  outputsOf(token: string): ReadonlySet<string> {
    const { file, name } = locate(token);
    const { members } = find(parse(file).statements, ts.isClassDeclaration, name);
    const names = members.filter(ts.isPropertyDeclaration).map((member) => member.name.getText());
    return new Set(names);
  }
}

/** `aws:iam/role:Role` is declared in `iam/role.d.ts` as `Role`. */
function locate(token: string): { readonly file: string; readonly name: string } {
  const [, file = "", name = ""] = token.split(":");
  return { file: `${file}.d.ts`, name };
}

function parse(file: string): ts.SourceFile {
  const text = readFileSync(path.join(packageFolder, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function find<Found extends ts.Statement & { readonly name?: ts.Node | undefined }>(
  statements: readonly ts.Statement[],
  isKind: (node: ts.Node) => node is Found,
  name: string,
): Found {
  const found = statements.filter(isKind).find((statement) => statement.name?.getText() === name);
  if (found === undefined) throw new Error(`@pulumi/aws declares no ${name}`);
  return found;
}

function membersOf(declaration: ts.InterfaceDeclaration): ReadonlyMap<string, Member> {
  return new Map(
    declaration.members.filter(ts.isPropertySignature).map((member) => [
      member.name.getText(),
      {
        isRequired: member.questionToken === undefined,
        kinds: member.type === undefined ? [] : kindsOf(member.type),
      },
    ]),
  );
}

function kindsOf(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(kindsOf);
  if (ts.isArrayTypeNode(type)) return kindsOf(type.elementType).map((kind) => `${kind}[]`);
  if (ts.isTypeLiteralNode(type)) return ["map"];
  if (ts.isTypeReferenceNode(type)) {
    const [argument] = type.typeArguments ?? [];
    const name = type.typeName.getText();
    return name === "pulumi.Input" && argument !== undefined ? kindsOf(argument) : [name];
  }
  const text = type.getText();
  return text === "undefined" ? [] : [text];
}
