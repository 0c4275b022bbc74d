// tsc writes only what it compiles; the web chat's page goes along as it is.
import { cp } from 'node:fs/promises';

await cp(new URL('../src/server/web', import.meta.url), new URL('../dist/src/server/web', import.meta.url), {
  recursive: true,
});
