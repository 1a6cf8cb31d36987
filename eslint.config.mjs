import tseslint from "typescript-eslint";

/** Refuses imports that go against the direction of DESIGN.md: `folder` may not import any of `others`. */
const closed = (folder, others) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: others.map((other) => ({
          regex: `^(\\.\\./)+${other}(/|$)`,
          message: `${folder}/ may not import ${other}/: imports go one way (docs/design.md).`,
        })),
      },
    ],
  },
});

const folders = ["access", "cli", "client", "components", "iam", "local", "policypacks", "settings", "tests"];
const allExcept = (...allowed) => folders.filter((folder) => !allowed.includes(folder));

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", "dist/", "**/*.cjs", "**/*.mjs"] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An Output in a template becomes an English sentence instead of an error; numbers are harmless.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // `typeof import("…")` types what is loaded only when it is needed.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    },
  },
  closed("iam", allExcept("iam", "settings")),
  closed("settings", allExcept("settings")),
  closed("components", allExcept("components", "settings", "iam")),
  closed("access", allExcept("access")),
  closed("policypacks", allExcept("policypacks", "access")),
  closed("client", allExcept("client")),
  closed("local", allExcept("local", "access", "settings", "client", "iam")),
  closed("cli", allExcept("cli", "local", "access", "settings", "client", "iam", "components")),
);
