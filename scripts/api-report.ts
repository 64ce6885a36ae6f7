/**
 * Compares what each door of the package exports with the reports in api/, from the compiled declarations. A difference
 * fails and is written to build/api/; with --update the reports are written anew.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const doors = { tickwire: 'index', 'tickwire-godot': 'godot/index', 'tickwire-steam': 'steam/index' };
const update = process.argv.includes('--update');
const root = resolve('.');

mkdirSync(join(root, 'build/api'), { recursive: true });
mkdirSync(join(root, 'api'), { recursive: true });

// What types are exported, and that all are documented, is TypeDoc's to check.
const quiet = { default: { logLevel: ExtractorLogLevel.None } };
let good = true;

for (const [name, entry] of Object.entries(doors)) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, `dist/${entry}.d.ts`),
      newlineKind: 'lf',
      compiler: { tsconfigFilePath: join(root, 'tsconfig.base.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        // The base classes that carry constants are not exported, but what they carry is.
        includeForgottenExports: true,
        reportFolder: join(root, 'api'),
        reportTempFolder: join(root, 'build/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: quiet,
        tsdocMessageReporting: quiet,
      },
    },
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: update,
    messageCallback: (message) => {
      // What is below an error is said in one line for each door.
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  if (errorCount > 0 || (apiReportChanged && !update)) good = false;
  console.log(`${name}: ${errorCount > 0 ? `${errorCount} errors` : apiReportChanged ? 'changed' : 'as reported'}`);
}

if (!good) {
  console.error('The exported interface differs: git diff --no-index api build/api');
  console.error('If that is meant: npm run api:update, and commit api/.');
}
process.exit(good ? 0 : 1);
