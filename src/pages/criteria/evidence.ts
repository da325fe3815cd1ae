// The evidence of a self-assessment as its page shows it: what was given for each slot of the set, with its files.
import { evidencePlaces } from '../../../machines/classification/evidence.ts';
import type { ClassificationData } from '../../../machines/classification/data.ts';
import type { CriteriaSet } from '../../../machines/criteria/set.ts';
import type { readDossier } from '../../http/files.ts';
import { kindsTaken } from '../file-place.ts';

type Dossier = Awaited<ReturnType<typeof readDossier>>;
type Version = Dossier['slots'][number]['versions'][number];

/** @param open files are taken by those who may send them */
export function evidenceView(
  set: CriteriaSet,
  { evidence }: Pick<ClassificationData, 'evidence'>,
  { slots, limits }: Dossier,
  open: boolean,
): object {
  const places = evidencePlaces(set);
  const list = places.map(({ place, ...each }) => {
    const slot = slots.find(({ id }) => id === place);
    return {
      ...each,
      place,
      title: evidence.find(({ slot: at }) => at === each.id)?.title,
      files: standing(slot?.versions ?? []),
      maySend: open && slot?.maySend === true,
      ...kindsTaken(slot?.kinds ?? []),
    };
  });
  return {
    list,
    by: Object.fromEntries(list.map((each) => [each.id, each])),
    /** Named through the API for slots that the set does not have. */
    others: evidence.filter(({ slot }) => !places.some(({ id }) => id === slot)),
    most: limits.fileBytes,
    mostMb: limits.fileBytes / 1024 / 1024,
  };
}

/** The newest first, down to the one that counts: what came after it waits to be scanned, or was refused. */
function standing(versions: readonly Version[]): Version[] {
  const newest = versions
    .filter(({ withdrawnAt }) => withdrawnAt === null)
    .toSorted((a, b) => Date.parse(b.sentAt) - Date.parse(a.sentAt));
  const counts = newest.findIndex(({ state }) => state === 'available');
  return counts === -1 ? newest : newest.slice(0, counts + 1);
}
