import type { ReportedPort } from './reported-file.js';

/** With the program's name before it, which a library of settings may ask for. */
const OWN_VARIABLE =
  '(?<variable>(?!(?:DB|DATABASE|PG|POSTGRES|MYSQL|MONGO|REDIS|KAFKA|CLICKHOUSE|ELASTIC|SMTP|MAIL)[A-Z]*_)(?:(?:[A-Z]{2,20}_)?(?:APP|API|WEB|HTTP|SERVER)_)?PORT)';

/** Tags of envconfig, env, cleanenv and go-envconfig: `env:"PORT" envDefault:"8080"`. */
export const GO_TAGS: readonly ReportedPort[] = [
  {
    pattern: new RegExp(
      `\\benv(?:config)?:"${OWN_VARIABLE}(?:, ?default=|"[^\`]{0,80}\\b(?:d|envD|env-d)efault:"):?(?<port>\\d{2,5})"`,
      'd',
    ),
  },
];
