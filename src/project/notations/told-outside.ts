/**
 * What bundlers hand to pages, origins and redirects that a page is held against, and what a server
 * tells others of where it is.
 */
const TOLD_OUTSIDE =
  /^(NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|VUE_APP|PUBLIC|EXPO_PUBLIC|GATSBY)_|ADVERTISED|EXTERNAL|ORIGIN|CORS|CSRF|REDIRECT|CALLBACK|(^|_)(APP|BASE|CLIENT|FRONTEND|NEXTAUTH|PUBLIC|ROOT|SITE|WEBAPP|WEBHOOK)_UR[IL]$|(^|_)DOMAIN$|^(DEFAULT_URI|SITE_ROOT)$/;

/** Whether a browser or a client of the host gets to read the setting, wherever it is set. */
export function isToldOutside(name: string): boolean {
  return TOLD_OUTSIDE.test(name);
}
