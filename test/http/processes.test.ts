// The catalogue of processes and their diagrams over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProcesses } from '../../machines/index.ts';
import { example, openFounding, startService, type Client, type Service } from './service.ts';

let service: Service;
let founder: Client;
let head: Client;

beforeAll(async () => {
  service = await startService();
  founder = await service.client('founder');
  head = await service.client('unit-head');
});
afterAll(() => service.close());

describe('the catalogue', () => {
  it('lists every process once', async () => {
    const { body } = await founder.get('/api/processes');
    expect(body.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [...new Set(allProcesses().map(({ id }) => id))].toSorted(),
    );
  });

  it.each(allProcesses().map(({ key }) => key))(
    'says all of %s: schemas, law, who acts, confidence',
    async (key) => {
      const process = allProcesses().find((each) => each.key === key);
      const { status, body } = await founder.get(`/api/processes/${key}`);
      expect([status, body.key]).toEqual([200, key]);
      expect(body.events.map(({ type }: { type: string }) => type).toSorted()).toEqual(
        Object.keys(process?.events ?? {}).toSorted(),
      );
      for (const event of body.events) {
        expect(event.payload).toMatchObject({ type: 'object', additionalProperties: false });
        expect([event.type, event.law.length > 0, event.by.length > 0]).toEqual([
          event.type,
          true,
          true,
        ]);
        expect(event.examples.length).toBeGreaterThan(0);
      }
      expect(body.events.filter(({ opens }: { opens: boolean }) => opens)).toHaveLength(1);
      for (const term of body.terms) expect(['verified', 'unconfirmed']).toContain(term.confidence);
      expect(body.states.some(({ closed }: { closed: boolean }) => closed)).toBe(true);
      expect(new Set(body.states.map(({ state }: { state: string }) => state)).size).toBe(
        body.states.length,
      );
    },
  );

  it('shows the settings of the alliance beside the usual ones', async () => {
    const [name, setting] =
      Object.entries(allProcesses()[0]?.settings ?? {}).find(
        ([, { value }]) => typeof value === 'number',
      ) ?? [];
    const process = allProcesses()[0]?.id as string;
    await service.engine.database
      .knex('alliances')
      .update({ settings: JSON.stringify({ [process]: { [name as string]: 77 } }) });
    service.engine.almanac.forget();
    const { body } = await founder.get(`/api/processes/${process}`);
    const shown = body.settings.find((each: { name: string }) => each.name === name);
    expect(shown).toMatchObject({ value: 77, usual: setting?.value, source: setting?.source });
  });

  it.each(['nothing', 'founding@9', 'founding@0', 'Founding', '__proto__', 'constructor'])(
    'does not know %s',
    async (id) => {
      expect((await founder.get(`/api/processes/${id}`)).status).toBe(404);
    },
  );
});

describe('the diagram', () => {
  const diagram = '/api/processes/founding/diagram';

  it('is an SVG with every leaf, in the language asked for, safe to open', async () => {
    const { status, headers, text } = await founder.get(diagram);
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('Chờ phân công tư vấn');
    expect(text).not.toContain('<script');
    expect((await founder.get(`${diagram}?language=en`)).text).toContain('Consultation requested');
    expect((await founder.get(`${diagram}?law=true`)).text).toContain('Luật 17/2023/QH15');
    expect(text).not.toContain('Luật 17/2023/QH15');
  });

  it('marks where a case stands, and moves the mark with it', async () => {
    const id = await openFounding(founder);
    const marks = async (): Promise<string[]> =>
      [
        ...(await founder.get(`${diagram}?case=${id}`)).text.matchAll(
          /<g id="s_([^"]+)" class="node current" aria-current="step">/g,
        ),
      ].map(([, name]) => String(name));
    expect(await marks()).toEqual(['open__consultation__requested']);
    const staff = await service.client('staff');
    const assigned = await head.send(
      'POST',
      `/api/cases/${id}/events`,
      { type: 'ASSIGN', payload: { ...example('ASSIGN'), adviser: staff.person.id } },
      { 'if-match': '"1"' },
    );
    expect(assigned.status).toBe(201);
    expect(await marks()).toEqual(['open__consultation__inProgress']);
    expect((await founder.get(diagram)).text).not.toContain('aria-current');
  });

  it('is also Mermaid and Graphviz text', async () => {
    const id = await openFounding(founder);
    const mermaid = await founder.get(`${diagram}?format=mermaid&case=${id}`);
    expect(mermaid.headers.get('content-type')).toContain('text/vnd.mermaid');
    expect(mermaid.text).toMatch(/^stateDiagram-v2\n/);
    expect(mermaid.text).toContain('class s_open__consultation__requested current');
    const dot = await founder.get(`${diagram}?format=dot`);
    expect(dot.text).toMatch(/^digraph "founding" \{/);
  });

  it('refuses a case of another process and formats it does not know', async () => {
    expect((await founder.get(`${diagram}?format=png`)).body.errors[0].pointer).toBe(
      '/query/format',
    );
    const id = await openFounding(founder);
    const others = allProcesses().filter(({ id: name }) => name !== 'founding');
    for (const { id: name } of others) {
      expect(
        (await founder.get(`/api/processes/${name}/diagram?case=${id}`)).body.errors[0].pointer,
      ).toBe('/query/case');
    }
  });
});
