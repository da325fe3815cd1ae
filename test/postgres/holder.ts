// A process of its own that uses the embedded server: says where it is, then waits for its end.
import { startPostgres } from '../../src/postgres/supervisor.ts';

const [dataDir, native] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: holder.ts DATA_DIR [NATIVE]');
const postgres = await startPostgres({ dataDir, ...(native && { native }) });
process.stdout.write(`${postgres.url}\n`);
setInterval(() => {}, 60_000);
process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)));
