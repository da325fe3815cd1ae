import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leafOf, proofOf, rootFrom, rootOf } from '../../src/engine/merkle.ts';

const sha256 = (...parts: Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const hashes = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => sha256(Buffer.from(`event ${index}`)));

/** RFC 9162 §2.1.1, word by word: split at the largest power of two below the number of leaves. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0] as Buffer);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

const sizes = Array.from({ length: 40 }, (_, index) => index + 1);

describe('the root', () => {
  it('is that of RFC 9162 for any number of events', () => {
    for (const size of [0, ...sizes]) {
      expect(rootOf(hashes(size)).toString('hex'), String(size)).toBe(
        treeHash(hashes(size)).toString('hex'),
      );
    }
  });

  it('of no event is the hash of nothing', () => {
    expect(rootOf([]).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('changes with the order of events, and with one more', () => {
    const three = hashes(3);
    expect(rootOf(three.toReversed())).not.toEqual(rootOf(three));
    expect(rootOf([...three, three[2] as Buffer])).not.toEqual(rootOf(three));
  });

  it('of one event is not the event itself: a node cannot pose as a leaf', () => {
    const [one] = hashes(1) as [Buffer];
    expect(rootOf([one])).toEqual(leafOf(one));
    expect(leafOf(one)).not.toEqual(one);
    const pair = Buffer.concat([leafOf(one), leafOf(one)]);
    expect(leafOf(pair)).not.toEqual(rootOf([one, one]));
  });
});

describe('a proof', () => {
  it.each(sizes)('of each of %i events leads to the root', (size) => {
    const all = hashes(size);
    const root = rootOf(all);
    for (const [index, hash] of all.entries()) {
      const proof = proofOf(all, index);
      expect(rootFrom(hash, proof)).toEqual(root);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
    }
  });

  it.each(sizes)('of a changed event among %i leads elsewhere', (size) => {
    const all = hashes(size);
    const root = rootOf(all);
    const changed = sha256(Buffer.from('changed'));
    for (const index of all.keys()) {
      expect(rootFrom(changed, proofOf(all, index))).not.toEqual(root);
    }
  });

  it('with a step changed, moved to the other side or left out leads elsewhere', () => {
    const all = hashes(11);
    const root = rootOf(all);
    const [hash, proof] = [all[4] as Buffer, proofOf(all, 4)];
    for (const [at, step] of proof.entries()) {
      const side = step.side === 'left' ? 'right' : 'left';
      expect(rootFrom(hash, proof.with(at, { ...step, side }))).not.toEqual(root);
      expect(rootFrom(hash, proof.with(at, { ...step, hash: '00'.repeat(32) }))).not.toEqual(root);
      expect(rootFrom(hash, proof.toSpliced(at, 1))).not.toEqual(root);
    }
  });

  it('of the only event is empty', () => {
    expect(proofOf(hashes(1), 0)).toEqual([]);
  });
});
