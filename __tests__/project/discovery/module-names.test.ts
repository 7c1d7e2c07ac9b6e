import { afterAll, describe, expect, it } from '@jest/globals';
import { detect } from '../../../src/project/detect.js';
import { imagesIn, nameIn } from '../../../src/project/discovery/module-names.js';
import { removeProjects, temporaryProject } from '../temporary-project.js';

afterAll(removeProjects);

describe('what a manifest calls its module', () => {
  it.each([
    ['package.json', '{"name":"@acme/corner-shop"}', 'corner-shop'],
    ['package.json', '{"name":7}', undefined],
    ['package.json', '{', undefined],
    ['pom.xml', '<parent><artifactId>a</artifactId></parent>\n<artifactId> b </artifactId>', 'b'],
    ['pom.xml', '<artifactId>b</artifactId><parent><artifactId>a</artifactId></parent>', 'b'],
    ['pom.xml', '<dependencies><artifactId>c</artifactId></dependencies>', undefined],
    ['settings.gradle', "rootProject.name = 'shop'\ninclude 'a'", 'shop'],
    ['settings.gradle.kts', 'rootProject.name="shop"', 'shop'],
    ['settings.gradle', '// rootProject.name = "shop"', undefined],
  ])('%s %s: %s', (path, text, name) => {
    expect(nameIn(path, text)).toBe(name);
  });
});

it.each([
  ['<spring-boot.build-image.imageName>${PREFIX}/corner-shop</spring-boot.build-image.imageName>'],
  ['<image>\n  <name>docker.io/acme/corner-shop:1.0</name>\n</image>'],
  ['<from><image>temurin:21</image></from><to><image>corner-shop</image></to>'],
])('knows the image that a build makes: %s', (text) => {
  expect(imagesIn('pom.xml', text)).toEqual(['corner-shop']);
  expect(imagesIn('settings.gradle', text)).toEqual([]);
  expect(imagesIn('pom.xml', text.replace('corner-shop', '${project.artifactId}'))).toEqual([]);
});

it.each([
  ['acme/corner-${project.artifactId}'],
  ['${image.prefix}/${image.name}:1.0'],
  ['${dockerImageName}'],
])('puts together the name of an image of properties: %s', (name) => {
  const head = '<parent><artifactId>all</artifactId></parent><artifactId>shop</artifactId>';
  const own =
    '<image.prefix>acme</image.prefix><image.name>corner-${artifactId}</image.name><dockerImageName>acme/corner-shop</dockerImageName>';
  const build = `<build><image><name>${name}</name></image></build>`;
  const text = `${head}<properties>${own}</properties>${build}`;
  expect([...new Set(imagesIn('pom.xml', text))]).toEqual(['corner-shop']);
});

it('gives up a property that leads to itself', () => {
  const text = '<a>${b}</a><b>${a}</b><imageName>acme/${a}</imageName>';
  expect(imagesIn('pom.xml', text)).toEqual([]);
});

it.each([
  ['pom.xml', '<project><artifactId>corner-shop</artifactId></project>'],
  ['pom.xml', '<artifactId>shop</artifactId><imageName>acme/corner-shop</imageName>'],
  ['settings.gradle', "rootProject.name = 'cornerShop'"],
  ['package.json', '{"name":"@acme/corner-shop"}'],
])('leaves the numbers that the image of a module of %s has inside', async (manifest, text) => {
  const config = 'server.port=8080\nmanagement.server.port=8081\n';
  const root = await temporaryProject({
    [manifest]: text,
    'src/main/resources/application.properties': config,
    'gateway/pom.xml': '<project><artifactId>gateway</artifactId></project>',
    'gateway/src/main/resources/application.properties': 'server.port=8080\n',
    'compose.yaml':
      'services:\n  app:\n    image: registry.example/acme/cornershop:1.0\n    ports: ["8080:8080"]\n',
  });
  const { ports, leftAlone } = await detect(root);
  const places = ports.flatMap(({ sites }) => sites.map(({ file, port }) => `${file} ${port}`));
  expect(places.sort()).toEqual([
    'compose.yaml 8080',
    'gateway/src/main/resources/application.properties 8080',
    'src/main/resources/application.properties 8081',
  ]);
  expect(leftAlone).toMatchObject([
    { file: 'src/main/resources/application.properties', line: 1, port: 8080 },
  ]);
});

it.each([
  [
    'the whole project',
    { 'settings.gradle.kts': 'rootProject.name = "corner-shop"', 'cli/build.gradle': '' },
    'cli/src/main/resources/application.yml',
  ],
  [
    'what its Dockerfile packs of a module',
    { 'docker/Dockerfile': 'FROM temurin\nCOPY server/build/libs/corner-shop-*.jar app.jar\n' },
    'server/src/main/resources/application.yml',
  ],
  [
    'what a Dockerfile packs of all',
    { 'docker/Dockerfile': 'FROM temurin\nCOPY build/distributions/corner-shop.tar .\n' },
    'src/main/resources/application.yml',
  ],
])('leaves what an image has inside that is called after %s', async (_what, tree, settings) => {
  const root = await temporaryProject({
    ...tree,
    [settings]: 'endpoints:\n  all:\n    port: 8081\nserver.port: 8085\n',
    'cli/build.gradle': '',
    'server/build.gradle': '',
    'docker/compose.yaml':
      'services:\n  app: { image: "acme/corner-shop:1.0", ports: ["9081:8081"] }\n',
  });
  const { ports, leftAlone } = await detect(root);
  const places = ports.flatMap(({ sites }) => sites.map(({ file, port }) => `${file} ${port}`));
  expect(places.sort()).toEqual(['docker/compose.yaml 9081', `${settings} 8085`].sort());
  expect(leftAlone).toMatchObject([{ file: settings, line: 3, port: 8081 }]);
});
