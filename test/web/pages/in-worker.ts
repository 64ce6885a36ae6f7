/** Calls what a page's entry exports in a worker of the page: workers have `fetch`, and no document. */

interface PageWorker {
  onmessage: ((event: { readonly data: { readonly result?: unknown; readonly error?: string } }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  terminate(): void;
}

/** @returns What the function resolves with, as JSON does. */
export function callInWorker<Result>(name: string, ...args: readonly unknown[]): Promise<Result> {
  const { Worker } = globalThis as unknown as { readonly Worker: new (url: string) => PageWorker };
  const source = `
    importScripts(origin + '/entry.js');
    Promise.resolve(tickwireTest.${name}(...${JSON.stringify(args)})).then(
      (result) => postMessage({ result }),
      (error) => postMessage({ error: String(error) }),
    );
  `;
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  return new Promise<Result>((resolve, reject) => {
    worker.onmessage = ({ data: { result, error } }) => {
      if (error === undefined) resolve(result as Result);
      else reject(new Error(error));
    };
    worker.onerror = ({ message }) => {
      reject(new Error(message));
    };
  }).finally(() => {
    worker.terminate();
  });
}
