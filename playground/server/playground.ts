/**
 * The playground's two servers: the page with its samples, and on a second port the same samples from another origin.
 */
import { buildPage, type Asset } from './page-build.js';
import { listen } from './listening.js';
import { elsewhere, pageServer } from './routes.js';

/** A running playground. */
export interface Playground {
  /** The page's address, such as `http://127.0.0.1:41231/`. */
  readonly address: string;
  /** Where the samples of another origin are, such as `http://127.0.0.1:41233`. */
  readonly otherOrigin: string;
  /** What the page is made of, by path. */
  readonly assets: ReadonlyMap<string, Asset>;
  close(): Promise<void>;
}

/**
 * Builds the page and serves it.
 *
 * @param port - For the page; 0 for any that is free. The second port is always any that is free.
 * @throws ListenFailure when the port cannot be had; BuildFailure when the page cannot be built.
 */
export async function startPlayground(port: number): Promise<Playground> {
  const other = await listen(0, elsewhere());
  try {
    const assets = await buildPage({ otherPort: other.port });
    const page = await listen(port, pageServer(assets));
    return {
      address: `http://127.0.0.1:${page.port}/`,
      otherOrigin: `http://127.0.0.1:${other.port}`,
      assets,
      close: async () => {
        await Promise.all([page.close(), other.close()]);
      },
    };
  } catch (error) {
    await other.close();
    throw error;
  }
}
