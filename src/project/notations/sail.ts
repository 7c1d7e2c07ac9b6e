/** The variable that Laravel Sail sets in its container, and by which Laravel's Vite plugin knows it. */
export const IN_SAIL = 'LARAVEL_SAIL';

/** What Vite listens on there, and tells the browser: a setting of the container, else of `.env`. */
export const SAIL_VITE = 'VITE_PORT';

/** What the command of Sail sets to 80 where nothing else sets it. */
export const SAIL_APP = 'APP_PORT';
