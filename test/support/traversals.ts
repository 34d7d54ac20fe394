// Addresses with which people have climbed out of folders that custom protocols and static servers serve.
const climbs = [
  '../config.json', '../../config.json', './../config.json', 'assets/../../config.json', 'assets/../../../config.json', '..//config.json', '//config.json', '///config.json',
  '%2e%2e/config.json', '%2e%2e%2fconfig.json', '..%2fconfig.json', '.%2e/config.json', '%2e./config.json', '..%2F..%2Fconfig.json', '%2E%2E%2Fconfig.json',
  '%252e%252e%252fconfig.json', '..%252fconfig.json', '%25252e%25252e/config.json', '..%c0%afconfig.json', '..%c1%9cconfig.json', '%c0%ae%c0%ae/config.json', '%uff0e%uff0e/config.json', '．．/config.json',
  '..\\config.json', '..%5cconfig.json', '%5c..%5cconfig.json', 'assets\\..\\..\\config.json', '..%255cconfig.json', '\\\\server\\share\\config.json', '%5c%5cserver%5cshare%5cconfig.json',
  'C:/config.json', 'C:%5cconfig.json', 'c%3a/config.json', '/etc/passwd', '%2fetc%2fpasswd', '//etc/passwd', 'file:///etc/passwd', '~/config.json', '~root/.ssh/id_rsa.json',
  '../config.json%00.html', '../config.json%00', 'index.html%00.js', 'index.html%2500', '..;/config.json', '..%3b/config.json', '.../config.json', '....//config.json', '....%2f%2fconfig.json',
  'assets/%2e%2e/%2e%2e/config.json', 'assets/..%2f..%2fconfig.json', '%', '%zz', '%e0%a4%a', 'index.html::$DATA', 'index.html.', 'index.html%20', 'config.json%20', ' ../config.json', '%0a../config.json', '%0d%0a../config.json', 'CON', 'NUL.json', '?/../config.json', '#/../config.json',
] as const;

export const traversals: readonly string[] = climbs.map((climb) => `app://restow/${climb}`);
