package cellwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An authority of a test's own, and what it signs, made by OpenSSL as people make it.
public final class Certificates {

  private final Path folder;
  private final String name;

  private Certificates(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// A new authority, whose files are called after it.
  public static Certificates authority(Path folder, String name)
      throws IOException, InterruptedException {
    Certificates authority = new Certificates(folder, name);
    authority.key("key.pem", "EC");
    authority.openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        name + "-key.pem",
        "-out",
        name + ".pem",
        "-subj",
        "/CN=" + name,
        "-days",
        "2");
    Files.writeString(
        folder.resolve(name + ".cnf"),
        """
        [ca]
        default_ca = own
        [own]
        database = %1$s.index
        new_certs_dir = .
        rand_serial = yes
        default_md = sha256
        default_days = 2
        policy = any
        copy_extensions = copy
        unique_subject = no
        [any]
        commonName = supplied
        """
            .formatted(name));
    Files.createFile(folder.resolve(name + ".index"));
    return authority;
  }

  /// Its own certificate.
  public Path file() {
    return folder.resolve(name + ".pem");
  }

  /// Makes `NAME.pem` and `NAME-key.pem`.
  ///
  /// @param holder NAME
  /// @param alternatives such as `DNS:localhost,IP:127.0.0.1`
  public Path sign(String holder, String alternatives) throws IOException, InterruptedException {
    return sign(holder, alternatives, List.of());
  }

  /// The same, but it was good in the year 2020.
  public Path signExpired(String holder, String alternatives)
      throws IOException, InterruptedException {
    return sign(
        holder,
        alternatives,
        List.of("-startdate", "20200101000000Z", "-enddate", "20210101000000Z"));
  }

  private Path sign(String holder, String alternatives, List<String> times)
      throws IOException, InterruptedException {
    new Certificates(folder, holder).key("key.pem", "EC");
    openssl(
        "req",
        "-new",
        "-key",
        holder + "-key.pem",
        "-out",
        holder + ".csr",
        "-subj",
        "/CN=" + holder,
        "-addext",
        "subjectAltName=" + alternatives);
    List<String> signing =
        new ArrayList<>(
            List.of(
                "ca",
                "-batch",
                "-notext",
                "-config",
                name + ".cnf",
                "-cert",
                name + ".pem",
                "-keyfile",
                name + "-key.pem",
                "-in",
                holder + ".csr",
                "-out",
                holder + ".pem"));
    signing.addAll(times);
    openssl(signing.toArray(String[]::new));
    return folder.resolve(holder + ".pem");
  }

  private void key(String end, String kind) throws IOException, InterruptedException {
    openssl(
        "genpkey",
        "-algorithm",
        kind,
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-out",
        name + "-" + end);
  }

  /// Runs OpenSSL in the folder.
  public void openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tools.find("openssl")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
