import { lstat, readdir, readFile, stat, writeFile } from "node:fs/promises";

export const fakeFileTypes = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };

export class FakeFileSystemError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

function refused({ message: words, code }: NodeJS.ErrnoException): never {
  throw new FakeFileSystemError(words, code === "ENOENT" ? "FileNotFound" : "NoPermissions");
}

async function typeOf(path: string): Promise<number> {
  const own = await lstat(path);
  const link = own.isSymbolicLink() ? fakeFileTypes.SymbolicLink : 0;
  const target = await stat(path).catch(() => undefined);
  return (
    link |
    (target?.isFile() ? fakeFileTypes.File : target?.isDirectory() ? fakeFileTypes.Directory : fakeFileTypes.Unknown)
  );
}

/** The machine's own files, seen as VS Code's provider for them sees them; what is opened is told to the test. */
export const fakeFiles = {
  stat: async ({ path }: { readonly path: string }) => {
    const found = await stat(path).catch(refused);
    return { type: await typeOf(path), size: found.size };
  },
  writeFile: async ({ path }: { readonly path: string }, bytes: Uint8Array) => writeFile(path, bytes),
  readDirectory: async ({ path }: { readonly path: string }) => {
    const names = await readdir(path).catch(refused);
    return Promise.all(names.sort().map(async (name) => [name, await typeOf(`${path}/${name}`)]));
  },
  readFile: async ({ path }: { readonly path: string }) => {
    globalThis.fakeEditor.opened.push(path);
    return readFile(path);
  },
};
