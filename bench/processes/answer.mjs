// The other end of a Crowd: says that it is there, and answers each task.

/** @param {(task: any) => Promise<unknown>} work */
export function answerWith(work) {
  process.on('message', async (task) => {
    try {
      process.send(await work(task));
    } catch (error) {
      process.send({ error: error.message });
    }
  });
  // Whoever asks may fail: nobody goes on listening then.
  process.on('disconnect', () => process.exit());
  process.send('ready');
}
