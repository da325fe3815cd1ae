// The process behind src/sheets/cells.ts.
import { answerJobs } from '../apart.ts';
import { plainCells } from './plain-cells.ts';

answerJobs(plainCells);
