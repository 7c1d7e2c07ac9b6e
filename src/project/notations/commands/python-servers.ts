import type { ServerDefault } from './server-default.js';

const PORT = { flag: '--port' } as const;
const BIND = { tell: { fix: 'give it "--bind"' }, addressFlags: ['-b', '--bind'] } as const;

/** Servers of Python that listen on a port which nobody has to state. */
export const PYTHON_SERVERS: readonly ServerDefault[] = [
  {
    tool: 'flask',
    serves: ['run'],
    port: 5000,
    tell: PORT,
    variables: ['FLASK_RUN_PORT'],
  },
  { tool: 'uvicorn', port: 8000, tell: PORT, variables: ['UVICORN_PORT'] },
  { tool: 'fastapi', serves: ['dev', 'run'], port: 8000, tell: PORT, obeysPort: true },
  {
    tool: 'streamlit',
    serves: ['run'],
    port: 8501,
    tell: { flag: '--server.port' },
    variables: ['STREAMLIT_SERVER_PORT'],
  },
  { tool: 'manage.py', serves: ['runserver'], port: 8000, tell: { argument: true } },
  { tool: 'http.server', port: 8000, tell: { argument: true } },
  { tool: 'gunicorn', port: 8000, ...BIND, obeysPort: true, variables: ['GUNICORN_CMD_ARGS'] },
  { tool: 'hypercorn', port: 8000, ...BIND },
  { tool: 'daphne', port: 8000, tell: { flag: '-p' }, addressFlags: ['-e', '--endpoint', '-u'] },
  { tool: 'granian', port: 8000, tell: PORT, variables: ['GRANIAN_PORT'] },
  { tool: 'waitress-serve', port: 8080, tell: { flag: '--port=' }, addressFlags: ['--listen'] },
  { tool: 'litestar', serves: ['run'], port: 8000, tell: PORT, variables: ['LITESTAR_PORT'] },
  { tool: 'chainlit', serves: ['run'], port: 8000, tell: PORT, variables: ['CHAINLIT_PORT'] },
  {
    tool: 'mkdocs',
    serves: ['serve'],
    port: 8000,
    tell: { flag: '--dev-addr=localhost:' },
    addressFlags: ['-a', '--dev-addr', '-f', '--config-file'],
  },
  { tool: 'sphinx-autobuild', port: 8000, tell: { flag: '--port=' } },
  { tool: 'marimo', serves: ['edit', 'run', 'new', 'tutorial'], port: 2718, tell: PORT },
  {
    tool: 'tensorboard',
    serves: ['', 'serve'],
    unless: ['--inspect'],
    port: 6006,
    tell: PORT,
  },
  {
    tool: 'jupyter',
    serves: ['lab', 'notebook', 'server'],
    unless: ['build', 'clean', 'extension', 'list', 'password', 'path', 'paths', 'stop'],
    port: 8888,
    tell: { flag: '--port=' },
    variables: ['JUPYTER_PORT'],
  },
  { tool: 'celery', needs: 'flower', ...flower() },
  { tool: 'flower', ...flower() },
  { tool: 'langgraph', serves: ['dev'], port: 2024, tell: PORT },
  {
    tool: 'mlflow',
    serves: ['ui', 'server'],
    port: 5000,
    tell: PORT,
    variables: ['MLFLOW_PORT'],
  },
  {
    tool: 'dagster',
    serves: ['dev'],
    port: 3000,
    tell: PORT,
    variables: ['DAGSTER_WEBSERVER_PORT'],
  },
  {
    tool: 'dagster-webserver',
    port: 3000,
    tell: PORT,
    variables: ['DAGSTER_WEBSERVER_PORT'],
  },
  {
    tool: 'airflow',
    serves: ['webserver', 'api-server'],
    port: 8080,
    tell: { fix: 'give it "--port"' },
    variables: ['AIRFLOW__WEBSERVER__WEB_SERVER_PORT', 'AIRFLOW__API__PORT'],
  },
  { tool: 'panel', serves: ['serve'], port: 5006, tell: PORT },
  { tool: 'bokeh', serves: ['serve'], port: 5006, tell: PORT },
  { tool: 'solara', serves: ['run'], port: 8765, tell: PORT, obeysPort: true },
  {
    tool: 'prefect',
    serves: ['server'],
    needs: 'start',
    port: 4200,
    tell: { fix: 'give it "--port", and PREFECT_API_URL to all that call it' },
  },
];

function flower(): Omit<ServerDefault, 'tool'> {
  return {
    port: 5555,
    tell: { flag: '--port=' },
    addressFlags: ['--conf', '--unix_socket', '--unix-socket'],
    server: 'flower',
    variables: ['FLOWER_PORT'],
  };
}
