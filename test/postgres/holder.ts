// A process of its own that uses the embedded server: says where it is, then waits for its end.
import { startPostgres } from '../../src/postgres/supervisor.ts';

const [dataDir, native] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: holder.ts DATA_DIR [NATIVE]');
const postgres = await startPostgres({ dataDir, ...(native && { native }) });
process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
process.stdout.write(`${postgres.url}\n`);
