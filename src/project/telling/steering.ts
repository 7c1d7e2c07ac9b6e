/** Variables that steer a runner, a loader or an interpreter: never set, whatever their value is. */
const FORBIDDEN =
  /^(NODE_OPTIONS|PATH|LD_.*|DYLD_.*|BASH_ENV|ENV|GITHUB_.*|RUNNER_.*|ACTIONS_.*|INPUT_.*|STATE_.*|GIT_.*|PYTHON.*|RUBYOPT|PERL5OPT|JAVA_TOOL_OPTIONS|HOME|CI)$/i;

/**
 * What programs take for a file, a folder or a command. A number is a name in the working folder
 * too: a pull request could bring `20411/git/config` along, and have XDG_CONFIG_HOME be 20411.
 */
const NAMES = [
  ...['BASH_.*', 'CDPATH', 'FPATH', 'GLOBIGNORE', 'IFS', 'INPUTRC', 'PROMPT_COMMAND', 'PS\\d'],
  ...['SHELL', 'SHELLOPTS', 'ZDOTDIR', 'TMP', 'TEMP', 'TMPDIR', 'USERPROFILE', 'APPDATA'],
  ...['LOCALAPPDATA', 'ProgramData', 'ComSpec', 'PATHEXT', 'PSModulePath', 'SystemRoot', 'windir'],
  ...['EDITOR', 'VISUAL', 'PAGER', 'BROWSER', 'LESSOPEN', 'LESSCLOSE', 'MANPAGER', 'SUDO_ASKPASS'],
  ...['CC', 'CXX', 'LD', 'AR', 'MAKEFILES', 'MAKEFLAGS', 'CLASSPATH', 'JDK_JAVA_OPTIONS'],
  ...['GCONV_PATH', 'LOCPATH', 'NLSPATH', 'HOSTALIASES', 'GLIBC_TUNABLES', 'TERMINFO', 'WGETRC'],
  ...['GNUPGHOME', 'KRB5_CONFIG', 'KUBECONFIG', 'NETRC', 'VIRTUAL_ENV', 'VAULT_CONFIG_PATH'],
];

/** How the variables of a tool begin. One that speaks of a port is a port's, as `NODE_PORT`. */
const TOOLS = [
  ...['NODE_', 'NPM_', 'PNPM_', 'YARN_', 'COREPACK_', 'BUN_', 'DENO_', 'ELECTRON_', 'PLAYWRIGHT_'],
  ...['PERL', 'RUBY', 'GEM_', 'BUNDLE_', 'PHP(?:RC|_INI_)', 'LUA_', 'PIP_', 'UV_', 'POETRY_'],
  ...['CONDA_', 'R_(?:ENVIRON|LIBS|PROFILE)'],
  ...['JAVA_', '_JAVA_', 'MAVEN_', 'MVN_', 'GRADLE_', 'SBT_', 'DOTNET_', 'NUGET_', 'CORECLR_'],
  ...['GO(?:BIN|ENV|FLAGS|MOD|PATH|PROXY|ROOT|TOOLCHAIN|WORK)', 'CGO_', 'CARGO_', 'RUST', 'CMAKE_'],
  ...['DOCKER_', 'BUILDKIT_', 'BUILDX_', 'COMPOSE_', 'PODMAN_', 'CONTAINERS_', 'HELM_', 'KUBE_'],
  ...['AWS_', 'AZURE_', 'CLOUDSDK_', 'GOOGLE_', 'TF_', 'ANSIBLE_', 'TERRAFORM_', 'PULUMI_'],
  ...['SSH_', 'SSL_', 'OPENSSL_', 'CURL_', 'GPG_', 'XDG_', 'DBUS_', 'PKG_CONFIG_', 'PORTKEEPER_'],
];

const STEERING = new RegExp(`^(?:${NAMES.join('|')}|(?:${TOOLS.join('|')})(?!.*PORT).*)$`, 'i');

/** Whether a variable of the job may get another value. */
export function mayExport(name: string): boolean {
  return !FORBIDDEN.test(name);
}

/** Whether a file of the project, which a pull request may have brought, may choose the variable. */
export function mayChoose(name: string): boolean {
  return mayExport(name) && !STEERING.test(name);
}
