/**
 * What is tried first in Ecuador and everywhere: the words the usual passwords are made of, rows of
 * keys, names of teams, places and months. Small letters, no accents; signs and digits in their place
 * (`p4ssw0rd`) are read as letters before comparing.
 */
export const guessable: readonly string[] = (
  'password passwd passphrase contrasena contraseña clave claves secreto secreta secret acceso ' +
  'admin administrador administrator administracion root usuario user guest invitado invitada test ' +
  'prueba pruebas demo demostracion ejemplo example temporal provisional cambiame cambiar changeme ' +
  'default letmein welcome bienvenido bienvenida bienvenidos login entrar hola hello iloveyou ' +
  'teamo teamomucho teextrano amor amorcito miamor corazon princesa princess angel dios jesus cristo ' +
  'maria jose carlos juan ana luis familia mama papa hijo hija bebe dragon monkey master shadow ' +
  'sunshine superman batman pokemon football futbol baseball soccer barcelona emelec liga ldu ' +
  'realmadrid nacional deportivo campeon ninguna ninguno cualquiera estrella mariposa chocolate ' +
  'qwerty qwertyuiop qwert asdfgh asdfghjkl asdf zxcvbn zxcvbnm azerty qazwsx wsxedc edcrfv onetwo ' +
  'abcdef abcabc abc turno turnos turnero ventanilla cita citas agencia institucion institucional ' +
  'oficina trabajo servicio publico seguridad social seguro iess afiliado afiliada afiliacion ' +
  'certificado ecuador ecuatoriano guayaquil quito cuenca ambato manta loja machala ibarra galapagos ' +
  'ayora guayas pichincha azuay manabi costa sierra oriente enero febrero marzo abril mayo junio ' +
  'julio agosto septiembre octubre noviembre diciembre january february march april june july ' +
  'august september october november december lunes martes miercoles jueves viernes sabado domingo ' +
  'monday tuesday wednesday thursday friday saturday sunday primavera verano otono invierno spring ' +
  'summer autumn winter nuevo nueva new este esta año anio year the and con para por los las del'
).split(' ')
