// The few calls of unrs-resolver that jest-resolve makes, answered by enhanced-resolve.
const fs = require('node:fs');
const { CachedInputFileSystem, ResolverFactory: Enhanced } = require('enhanced-resolve');

const fileSystem = new CachedInputFileSystem(fs, 4000);

class ResolverFactory {
  constructor(options) {
    this.options = options;
    const { conditionNames, extensions, mainFields, modules, symlinks } = options;
    const given = { conditionNames, extensions, mainFields, modules, symlinks };
    const named = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    );
    this.resolver = Enhanced.createResolver({ fileSystem, useSyncFileSystemCalls: true, ...named });
  }

  cloneWithOptions(options) {
    return new ResolverFactory({ ...this.options, ...options });
  }

  sync(folder, request) {
    try {
      return { path: this.resolver.resolveSync({}, folder, request) || undefined };
    } catch (error) {
      return { error: error.message };
    }
  }

  async async(folder, request) {
    return this.sync(folder, request);
  }

  clearCache() {
    fileSystem.purge();
  }
}

exports.ResolverFactory = ResolverFactory;
