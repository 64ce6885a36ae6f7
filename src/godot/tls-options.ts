/**
 * Godot's TLSOptions: how one side of a TLS connection checks the other, or shows itself.
 *
 * Made by its three static methods, never changed afterwards. Only a bag of choices: tls-plan.ts turns them into what
 * travels to the I/O thread.
 */
import { requireInstance, requireType } from './argument-types.js';
import { CryptoKey } from './crypto-key.js';
import { X509Certificate } from './x509-certificate.js';

interface Choices {
  readonly server: boolean;
  readonly unsafe: boolean;
  readonly commonName: string;
  readonly chain: X509Certificate | null;
  readonly key: CryptoKey | null;
  readonly certificate: X509Certificate | null;
}

const none: Choices = { server: false, unsafe: false, commonName: '', chain: null, key: null, certificate: null };

/** How one side of a TLS connection checks the other, or shows itself. Made by its static methods; it never changes. */
export class TLSOptions {
  readonly #choices: Choices;

  private constructor(choices: Partial<Choices>) {
    this.#choices = { ...none, ...choices };
  }

  /**
   * For a client that checks the server's certificate and its name.
   *
   * @param trusted_chain - The certificates to trust, and no others: authorities, or the server's own certificate. With
   *   `null` those that Node brings along, and the system's store where Node can read it (22.15 and later).
   * @param common_name_override - The name to ask for and to find in the certificate, instead of the host's.
   * @throws TypeError for arguments of the wrong type.
   */
  static client(trusted_chain: X509Certificate | null = null, common_name_override = ''): TLSOptions {
    requireInstance('TLSOptions.client', 'trusted_chain', trusted_chain, X509Certificate, true);
    requireType('TLSOptions.client', 'common_name_override', common_name_override, 'string');
    return new TLSOptions({ chain: trusted_chain, commonName: common_name_override });
  }

  /**
   * For a client that does not check the server's name. The connection can be read by whoever is in between, unless a
   * chain is given: use it for tests.
   *
   * @param trusted_chain - The certificates the server's must descend from; with `null` every certificate will do.
   * @throws TypeError for arguments of the wrong type.
   */
  static client_unsafe(trusted_chain: X509Certificate | null = null): TLSOptions {
    requireInstance('TLSOptions.client_unsafe', 'trusted_chain', trusted_chain, X509Certificate, true);
    return new TLSOptions({ unsafe: true, chain: trusted_chain });
  }

  /**
   * For a server, as in `StreamPeerTLS.accept_stream`.
   *
   * @param key - The private key.
   * @param certificate - Its certificate, then the intermediate ones up to the authority.
   * @throws TypeError for arguments of the wrong type.
   */
  static server(key: CryptoKey, certificate: X509Certificate): TLSOptions {
    requireInstance('TLSOptions.server', 'key', key, CryptoKey);
    requireInstance('TLSOptions.server', 'certificate', certificate, X509Certificate);
    return new TLSOptions({ server: true, key, certificate });
  }

  /** The name to expect instead of the host's; `''` for the host's. */
  get_common_name_override(): string {
    return this.#choices.commonName;
  }

  /** A server's own certificate; `null` for a client. */
  get_own_certificate(): X509Certificate | null {
    return this.#choices.certificate;
  }

  /** A server's private key; `null` for a client. */
  get_private_key(): CryptoKey | null {
    return this.#choices.key;
  }

  /** The certificates a client trusts; `null` for the usual ones, and for a server. */
  get_trusted_ca_chain(): X509Certificate | null {
    return this.#choices.chain;
  }

  /** Whether these are a server's options. */
  is_server(): boolean {
    return this.#choices.server;
  }

  /** Whether these are a client's that does not check the server's name. */
  is_unsafe_client(): boolean {
    return this.#choices.unsafe;
  }
}
