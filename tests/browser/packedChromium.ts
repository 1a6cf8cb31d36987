import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** A Chromium with what it must find in its environment. */
export interface PackedChromium {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The Chromium of the package `@sparticuz/chromium`, for Linux on x64, with the libraries and a font that come with it.
 *
 * It is unpacked once, into `node_modules/.cache`: the package itself would unpack it into the folder for temporary
 * files, and take whatever program of that name is there already.
 *
 * @see https://github.com/Sparticuz/chromium
 */
export function packedChromium(): PackedChromium {
  const packed = join(dirname(require.resolve("@sparticuz/chromium")), "..", "..");
  const { version } = JSON.parse(readFileSync(join(packed, "package.json"), "utf8")) as { version: string };
  const cache = join(packed, "..", "..", ".cache");
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(join(cache, "chromium-"));
    unpack(join(packed, "bin"), fresh);
    takePlace(fresh, folder);
  }
  writeFileSync(join(folder, "fonts.conf"), fontConfiguration(join(folder, "fonts")));
  const libraries = [join(folder, "lib"), process.env["LD_LIBRARY_PATH"]];
  return {
    path: join(folder, "chromium"),
    environment: {
      LD_LIBRARY_PATH: libraries.filter((one) => one !== undefined && one !== "").join(":"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

function unpack(from: string, to: string): void {
  writeFileSync(join(to, "chromium"), brotliDecompressSync(readFileSync(join(from, "chromium.br"))), {
    mode: 0o755,
  });
  for (const archive of ["al2023.tar.br", "fonts.tar.br"]) {
    const { status, stderr } = spawnSync("tar", ["-x", "-C", to], {
      input: brotliDecompressSync(readFileSync(join(from, archive))),
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`tar failed on ${archive}: ${stderr}`);
  }
}

/** Another run may have been faster: then its folder stays. */
function takePlace(fresh: string, folder: string): void {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The system's fonts, where it has any, and the one that comes along. */
const fontConfiguration = (fonts: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${fonts}</dir>
</fontconfig>
`;
