import type { ReportedFile, ReportedPort } from './reported-file.js';

/** Tags of one line that a comment holds are none. */
const TAG = '^(?!\\s{0,99}<!--).{0,200}?<';

const listens = (pattern: RegExp): ReportedPort => ({
  pattern,
  reason:
    'a plugin of Maven has something listen on it; with a property in its place, the command could say it (-Dweb.port=…)',
});

/** What plugins of a build start on this machine. */
export const maven: ReportedFile = {
  name: 'maven',
  files: /(^|\/)pom\.xml$/,
  endings: ['xml'],
  states: [
    {
      // https://dmp.fabric8.io/#start-port-mapping
      pattern: new RegExp(
        `${TAG}port>(?:[+\\w.]{1,60}:)?(?<port>\\d{2,5}):(?:\\d{2,5}|\\$\\{[^}]{1,60}\\})(?:/(?:tcp|udp))?</port>`,
        'd',
      ),
      reason:
        'docker-maven-plugin publishes it; with a property in its place, the command could say it (-Dweb.port=…)',
    },
    // Of Jetty, Tomcat, WildFly, Cargo and Spring Boot, each within its plugin.
    {
      opens:
        /<artifactId>(?:jetty-|tomcat|wildfly-|cargo-|spring-boot-|liberty-|payara-|gwt-|appengine-)[\w.-]{0,60}<\/artifactId>/,
      closes: /<\/plugin>|<artifactId>|<dependency>/,
      ...listens(
        new RegExp(
          `${TAG}(?:port|httpPort|httpsPort|stopPort|jmxPort|serverPort|localPort)>(?<port>\\d{2,5})</`,
          'd',
        ),
      ),
    },
    listens(
      new RegExp(
        `${TAG}(?:jetty(?:\\.http)?\\.port|maven\\.tomcat\\.(?:http)?port|cargo\\.servlet\\.port|wildfly\\.http\\.port)>(?<port>\\d{2,5})</`,
        'd',
      ),
    ),
    listens(/^(?!\s{0,99}<!--).{0,200}?(?:-D|--)server\.port=(?<port>\d{2,5})\b/d),
  ],
  signs: ['[.a-z][Pp]ort>[0-9]', '<port>[+.a-z0-9]*:?[0-9]', 'server[.]port=[0-9]'],
};
