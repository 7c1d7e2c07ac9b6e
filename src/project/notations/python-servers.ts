import type { ServerDefault } from './command-servers.js';

const PORT = { flag: '--port' } as const;
const BIND = { tell: { fix: 'give it "--bind"' }, addressFlags: ['-b', '--bind'] } as const;
const JUPYTER = { port: 8888, tell: { flag: '--port=' }, server: 'jupyter' } as const;

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
  { tool: 'streamlit', serves: ['run'], port: 8501, tell: { flag: '--server.port' } },
  { tool: 'manage.py', serves: ['runserver'], port: 8000, tell: { argument: true } },
  { tool: 'http.server', port: 8000, tell: { argument: true } },
  { tool: 'gunicorn', port: 8000, ...BIND, obeysPort: true },
  { tool: 'hypercorn', port: 8000, ...BIND },
  { tool: 'daphne', port: 8000, tell: { flag: '-p' } },
  { tool: 'granian', port: 8000, tell: PORT },
  { tool: 'waitress-serve', port: 8080, tell: { flag: '--port=' }, addressFlags: ['--listen'] },
  { tool: 'litestar', serves: ['run'], port: 8000, tell: PORT },
  { tool: 'chainlit', serves: ['run'], port: 8000, tell: PORT, variables: ['CHAINLIT_PORT'] },
  {
    tool: 'mkdocs',
    serves: ['serve'],
    port: 8000,
    tell: { flag: '--dev-addr=localhost:' },
    addressFlags: ['-a', '--dev-addr'],
  },
  { tool: 'sphinx-autobuild', port: 8000, tell: { flag: '--port=' } },
  { tool: 'jupyter', serves: ['lab', 'notebook', 'server'], ...JUPYTER },
  { tool: 'jupyter-lab', ...JUPYTER },
  { tool: 'jupyter-notebook', ...JUPYTER },
  { tool: 'marimo', serves: ['edit', 'run', 'new'], port: 2718, tell: PORT },
  { tool: 'tensorboard', serves: ['', 'serve'], port: 6006, tell: PORT },
  { tool: 'mlflow', serves: ['ui', 'server'], port: 5000, tell: PORT },
  { tool: 'dagster', serves: ['dev'], port: 3000, tell: PORT },
  { tool: 'dagster-webserver', port: 3000, tell: PORT },
  { tool: 'airflow', serves: ['webserver', 'api-server'], port: 8080, tell: PORT },
  { tool: 'celery', needs: 'flower', port: 5555, tell: { flag: '--port=' } },
  { tool: 'panel', serves: ['serve'], port: 5006, tell: PORT },
  { tool: 'bokeh', serves: ['serve'], port: 5006, tell: PORT },
  { tool: 'solara', serves: ['run'], port: 8765, tell: PORT },
  {
    tool: 'prefect',
    serves: ['server'],
    needs: 'start',
    port: 4200,
    tell: { fix: 'give it "--port", and PREFECT_API_URL to all that call it' },
  },
];
