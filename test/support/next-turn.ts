/** A port as pages know it, too: Node's types have only Node's way. */
interface PagePort {
  onmessage: (() => void) | null;
  close(): void;
}

/** One turn of the event loop, in Node and in a page. No timer: browsers would make each cost 4 milliseconds. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    const port = port1 as unknown as PagePort;
    port.onmessage = () => {
      port.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
