package cellwarden.output.mqtt.client;

import cellwarden.settings.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Certificates and keys as users have them: PEM, several in one file, with text around them; keys
/// in PKCS#8, or as OpenSSL wrote them before it (PKCS#1 for RSA, SEC1 for EC).
///
/// Every failure is one sentence that names the file and says what to do.
record PemFiles(TlsFiles files) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-[^-]+)*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";

  /// Passwords of stores that exist in memory only.
  private static final char[] NONE = {};

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /// Of PKCS#8: version 0, then the algorithm, in DER.
  private static final byte[] VERSION = {2, 1, 0};

  private static final byte[] RSA = {
    0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 4;
  private static final int CURVE = 0xa0;

  /// One block of a file.
  private record Block(String label, String body) {}

  /// Who may have signed the broker's certificate; empty: whom Java knows.
  Optional<TrustManagerFactory> authorities() throws MqttException {
    if (files.authorities().isEmpty()) {
      return Optional.empty();
    }
    Path file = files.authorities().get();
    try {
      KeyStore store = emptyStore();
      for (Certificate authority : certificates(file, "ca_file")) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Optional.of(factory);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("ca_file", file, "is damaged; copy it there again", e);
    }
  }

  /// What this program shows the broker, if anything.
  Optional<KeyManagerFactory> identity() throws MqttException {
    if (files.certificate().isEmpty() || files.key().isEmpty()) {
      return Optional.empty();
    }
    List<Certificate> chain = certificates(files.certificate().get(), "client_certificate");
    Path file = files.key().get();
    PrivateKey key = key(file);
    try {
      if (!fits(key, chain.getFirst())) {
        throw unusable(
            "client_key",
            file,
            "does not belong to mqtt.client_certificate; name its own key",
            null);
      }
      KeyStore store = emptyStore();
      store.setKeyEntry("own", key, NONE, chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NONE);
      return Optional.of(factory);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("client_key", file, "is of a kind that cannot be used; take RSA or EC", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    return store;
  }

  private static boolean fits(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    return signature.verify(signed);
  }

  private static List<Certificate> certificates(Path file, String name) throws MqttException {
    List<Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file, name)) {
      if (block.label.equals(CERTIFICATE)) {
        try {
          certificates.add(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(binary(block))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          throw unusable(name, file, "is damaged; copy it there again", e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw unusable(
          name,
          file,
          "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); one in DER becomes PEM by 'openssl x509 -inform der -in FILE'",
          null);
    }
    return certificates;
  }

  private static PrivateKey key(Path file) throws MqttException {
    for (Block block : blocks(file, "client_key")) {
      if (block.label.equals("ENCRYPTED PRIVATE KEY") || block.body.contains("ENCRYPTED")) {
        throw unusable(
            "client_key",
            file,
            "is locked with a password; write one without by 'openssl pkey -in FILE -out NEW' that only Cellwarden's user may read",
            null);
      }
      if (block.label.endsWith("PRIVATE KEY")) {
        try {
          return key(pkcs8(block));
        } catch (GeneralSecurityException | RuntimeException e) {
          throw unusable(
              "client_key", file, "is damaged or of a kind that cannot be used; take RSA or EC", e);
        }
      }
    }
    throw unusable(
        "client_key", file, "holds no private key in PEM (-----BEGIN PRIVATE KEY-----)", null);
  }

  /// The kind of key stands in it, and one of these reads it.
  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Another kind.
      }
    }
    throw new InvalidKeySpecException("no known kind of key");
  }

  private static byte[] pkcs8(Block block) throws GeneralSecurityException {
    byte[] key = binary(block);
    return switch (block.label) {
      case "PRIVATE KEY" -> key;
      case "RSA PRIVATE KEY" -> der(SEQUENCE, VERSION, RSA, der(OCTETS, key));
      case "EC PRIVATE KEY" ->
          der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve(key)), der(OCTETS, key));
      default -> throw new InvalidKeySpecException(block.label);
    };
  }

  /// Of a SEC1 key: the name of its curve, which stands in a field of its own (RFC 5915).
  private static byte[] curve(byte[] key) throws InvalidKeySpecException {
    int at = content(key, 0);
    while (at < key.length) {
      int begin = content(key, at);
      int end = begin + length(key, at);
      if ((key[at] & 0xff) == CURVE) {
        return Arrays.copyOfRange(key, begin, end);
      }
      at = end;
    }
    throw new InvalidKeySpecException("no curve");
  }

  /// Where the content of a DER element begins.
  private static int content(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] < 0 ? 0 : der[at + 1];
    for (int i = at + 2; i < content(der, at); i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    return length;
  }

  /// An element of less than 64 KiB.
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.writeBytes(new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length});
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  private static byte[] binary(Block block) {
    return Base64.getMimeDecoder().decode(block.body);
  }

  private static List<Block> blocks(Path file, String name) throws MqttException {
    try {
      Matcher found = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      List<Block> blocks = new ArrayList<>();
      while (found.find()) {
        blocks.add(new Block(found.group(1), found.group(2)));
      }
      return blocks;
    } catch (IOException e) {
      throw unusable(
          name, file, "cannot be read; see that it is there and Cellwarden's user may read it", e);
    }
  }

  private static MqttException unusable(
      String name, Path file, String what, @Nullable Throwable cause) {
    return new MqttException(
        MqttException.Kind.ENCRYPTION, "mqtt." + name + " (" + file + ") " + what, cause);
  }
}
