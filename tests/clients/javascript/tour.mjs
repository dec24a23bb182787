// A tour of the API with the official JavaScript client: node tour.mjs KUBECONFIG NAMESPACE. Ends with 0 and "done" when all held.
import assert from 'node:assert/strict';
import * as k8s from '@kubernetes/client-node';

const [kubeconfig, namespace] = process.argv.slice(2);
const config = new k8s.KubeConfig();
config.loadFromFile(kubeconfig);
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const patchAs = (type) => k8s.setHeaderOptions('Content-Type', type);
const refused = async (promise, code, reason) => {
  const error = await promise.then(() => assert.fail('was not refused'), (e) => e);
  assert.equal(error.code, code);
  assert.equal(JSON.parse(error.body).reason, reason);
};

await core.createNamespace({ body: { metadata: { name: namespace } } });
try {
  await objects();
  await patches();
  await watching();
  await informer();
  await custom();
} finally {
  await core.deleteNamespace({ name: namespace });
}
console.log('done');

async function objects() {
  const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { generateName: 'made-' }, data: { a: '1' } } });
  assert.match(made.metadata.name, /^made-.{5}$/);
  assert.ok(made.metadata.creationTimestamp instanceof Date);
  made.data.a = '2';
  const changed = await core.replaceNamespacedConfigMap({ namespace, name: made.metadata.name, body: made });
  assert.equal(changed.data.a, '2');
  await refused(core.replaceNamespacedConfigMap({ namespace, name: made.metadata.name, body: made }), 409, 'Conflict');
  await refused(core.readNamespacedConfigMap({ namespace, name: 'absent' }), 404, 'NotFound');
  await refused(core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'Not Valid' } } }), 422, 'Invalid');
  for (let i = 0; i < 5; i++)
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: `page-${i}`, labels: { kind: 'page' } } } });
  const first = await core.listNamespacedConfigMap({ namespace, labelSelector: 'kind=page', limit: 3 });
  const second = await core.listNamespacedConfigMap({ namespace, labelSelector: 'kind=page', limit: 3, _continue: first.metadata._continue });
  assert.deepEqual([...first.items, ...second.items].map((item) => item.metadata.name), [0, 1, 2, 3, 4].map((i) => `page-${i}`));
  await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'kind=page' });
  assert.equal((await core.listNamespacedConfigMap({ namespace, labelSelector: 'kind=page' })).items.length, 0);
}

async function patches() {
  const labels = { app: 'web' };
  const deployment = await apps.createNamespacedDeployment({
    namespace,
    body: {
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'registry.local/web:1' }] } } },
    },
  });
  assert.equal(deployment.spec.replicas, 1);
  assert.equal(deployment.spec.strategy.rollingUpdate.maxSurge, '25%');
  const name = 'web';
  const merged = await apps.patchNamespacedDeployment({ namespace, name, body: { spec: { replicas: 2 } } }, patchAs(k8s.PatchStrategy.MergePatch));
  assert.equal(merged.spec.replicas, 2);
  const strategic = await apps.patchNamespacedDeployment(
    { namespace, name, body: { spec: { template: { spec: { containers: [{ name: 'log', image: 'registry.local/log:1' }] } } } } },
    patchAs(k8s.PatchStrategy.StrategicMergePatch));
  assert.deepEqual(strategic.spec.template.spec.containers.map((c) => c.name), ['log', 'c']);
  const pointed = await apps.patchNamespacedDeployment(
    { namespace, name, body: [{ op: 'replace', path: '/spec/replicas', value: 4 }] }, patchAs(k8s.PatchStrategy.JsonPatch));
  assert.equal(pointed.spec.replicas, 4);
  const applied = await apps.patchNamespacedDeployment(
    { namespace, name, fieldManager: 'tour', force: true, body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas: 5 } } },
    patchAs(k8s.PatchStrategy.ServerSideApply));
  assert.ok(applied.metadata.managedFields.some((m) => m.manager === 'tour' && m.operation === 'Apply'));
  const scale = await apps.readNamespacedDeploymentScale({ namespace, name });
  assert.equal(scale.spec.replicas, 5);
  assert.equal((await apps.deleteNamespacedDeployment({ namespace, name })).status, 'Success');
}

async function watching() {
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  const seen = [];
  const watch = new k8s.Watch(config);
  await new Promise((resolve, reject) => {
    const started = watch.watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { resourceVersion: metadata.resourceVersion, allowWatchBookmarks: true },
      (type, object) => {
        if (object.metadata.name !== 'watched') return;
        seen.push(`${type} ${object.data?.n}`);
        if (type === 'DELETED') started.then((controller) => controller.abort());
      },
      (error) => (error && error.name !== 'AbortError' ? reject(error) : resolve()));
    (async () => {
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'watched' }, data: { n: '1' } } });
      await core.patchNamespacedConfigMap({ namespace, name: 'watched', body: { data: { n: '2' } } }, patchAs(k8s.PatchStrategy.MergePatch));
      await core.deleteNamespacedConfigMap({ namespace, name: 'watched' });
    })().catch(reject);
  });
  assert.deepEqual(seen, ['ADDED 1', 'MODIFIED 2', 'DELETED 2']);
}

async function informer() {
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'before' } } });
  const made = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, () => core.listNamespacedConfigMap({ namespace }));
  await new Promise((resolve, reject) => {
    made.on('add', (object) => {
      if (object.metadata.name === 'before') core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'after' } } }).catch(reject);
      if (object.metadata.name === 'after') resolve();
    });
    made.on('error', reject);
    made.start().catch(reject);
  });
  await made.stop();
}

async function custom() {
  const group = `${namespace}.example.com`;
  const extensions = config.makeApiClient(k8s.ApiextensionsV1Api);
  const objects = k8s.KubernetesObjectApi.makeApiClient(config);
  await extensions.createCustomResourceDefinition({
    body: {
      metadata: { name: `boats.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'boats', singular: 'boat', kind: 'Boat' },
        versions: [{
          name: 'v1', served: true, storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { length: { type: 'integer', _default: 3 } } } } } },
        }],
      },
    },
  });
  try {
    let established;
    while (!established) {
      const { status } = await extensions.readCustomResourceDefinition({ name: `boats.${group}` });
      established = status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True');
    }
    const boat = await objects.create({ apiVersion: `${group}/v1`, kind: 'Boat', metadata: { name: 'b', namespace }, spec: {} });
    assert.equal(boat.spec.length, 3);
    assert.equal((await objects.list(`${group}/v1`, 'Boat', namespace)).items.length, 1);
  } finally {
    await extensions.deleteCustomResourceDefinition({ name: `boats.${group}` });
  }
}
