// Merkle trees over event hashes, as in RFC 9162 §2.1: leaves and nodes are hashed apart, so neither can pose as the other.
import { createHash } from 'node:crypto';

const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

export function leafOf(hash: Buffer): Buffer {
  return createHash('sha256').update(leafMark).update(hash).digest();
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(nodeMark).update(left).update(right).digest();
}

/** Root over event hashes; of none, the hash of nothing. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  let level = hashes.map(leafOf);
  while (level.length > 1) level = above(level);
  return level[0] as Buffer;
}

function above(level: readonly Buffer[]): Buffer[] {
  const next: Buffer[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i] as Buffer, level[i + 1]];
    next.push(right ? nodeOf(left, right) : left);
  }
  return next;
}

/** One step from a leaf to the root: the sibling, and the side it stands on. */
export type Step = { side: 'left' | 'right'; hash: string };

/** Proof that the hash at `index` is under the root. */
export function proofOf(hashes: readonly Buffer[], index: number): Step[] {
  const steps: Step[] = [];
  let level = hashes.map(leafOf);
  let at = index;
  while (level.length > 1) {
    const sibling = at % 2 === 0 ? level[at + 1] : level[at - 1];
    if (sibling)
      steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: sibling.toString('hex') });
    level = above(level);
    at = Math.floor(at / 2);
  }
  return steps;
}

/** The root that a proof leads to. */
export function rootFrom(hash: Buffer, steps: readonly Step[]): Buffer {
  return steps.reduce((node, { side, hash: sibling }) => {
    const other = Buffer.from(sibling, 'hex');
    return side === 'left' ? nodeOf(other, node) : nodeOf(node, other);
  }, leafOf(hash));
}
