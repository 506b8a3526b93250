package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.testing.Certificates;
import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nginx of `docs/how-to/page.md` in front of the page: login, changes and live events by TLS.
final class ProxyIT {

  @TempDir private Path folder;

  private void configure(int page, int proxy) throws Exception {
    Files.writeString(folder.resolve("web_password"), "s3cret");
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - {name: myBattery, address: 'sim:4s', interval: 1s}
        web: {listen: '127.0.0.1:%d', password_file: web_password}
        """
            .formatted(page));
    Certificates.authority(folder, "own").sign("localhost", "DNS:localhost");
    Matcher server =
        Pattern.compile("```text\n(server \\{.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/how-to/page.md")));
    assertThat(server.find()).isTrue();
    Files.writeString(
        folder.resolve("nginx.conf"),
        "pid nginx.pid; error_log stderr; daemon off; master_process off; events {}\nhttp { access_log off;\n"
            + server
                .group(1)
                .replace("443", Integer.toString(proxy))
                .replace("/etc/ssl/pi.lan.pem", "localhost.pem")
                .replace("/etc/ssl/pi.lan.key", "localhost-key.pem")
                .replace("pi.lan", "localhost")
                .replace("8080", Integer.toString(page))
            + "}\n");
  }

  private HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream own = Files.newInputStream(folder.resolve("own.pem"))) {
      trusted.setCertificateEntry(
          "own", CertificateFactory.getInstance("X.509").generateCertificate(own));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  @Test
  void pageWorksThroughNginxAsItIsDescribed() throws Exception {
    int page = Ports.free();
    int proxy = Ports.free();
    String nginx = Tools.find("nginx");
    configure(page, proxy);
    String site = "https://localhost:" + proxy;
    HttpClient client = client();
    try (Child _ = Child.start(Program.builder(folder, List.of(), "run"));
        Child _ =
            Child.start(
                new ProcessBuilder(
                        nginx, "-e", "stderr", "-p", folder.toString(), "-c", "nginx.conf")
                    .directory(folder.toFile()))) {
      Guard.await(
          "the page",
          () -> {
            try {
              return client.send(get(site + "/", "none"), BodyHandlers.ofString()).statusCode()
                  == 200;
            } catch (IOException e) {
              return false;
            }
          });
      HttpResponse<String> login =
          client.send(
              change(site, "login", "{\"password\":\"s3cret\"}", site, "none"),
              BodyHandlers.ofString());
      String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).endsWith("; Secure");
      String pair = cookie.substring(0, cookie.indexOf(';'));
      for (String origin : List.of(site, "https://elsewhere.example")) {
        assertThat(
                client
                    .send(
                        change(site, "batteries/myBattery/read", "{}", origin, pair),
                        BodyHandlers.ofString())
                    .statusCode())
            .as(origin)
            .isEqualTo(origin.equals(site) ? 200 : 403);
      }
      try (BufferedReader live =
          new BufferedReader(
              new InputStreamReader(
                  client
                      .send(get(site + "/api/v1/stream", pair), BodyHandlers.ofInputStream())
                      .body(),
                  StandardCharsets.UTF_8))) {
        // Only a proxy that collects nothing hands the second one on.
        assertThat(live.lines().filter("event: battery"::equals).limit(2)).hasSize(2);
      }
    }
  }

  private static HttpRequest get(String url, String cookie) {
    return HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookie).build();
  }

  private static HttpRequest change(
      String site, String path, String body, String origin, String cookie) {
    return HttpRequest.newBuilder(URI.create(site + "/api/v1/" + path))
        .header("X-Cellwarden", "1")
        .header("Origin", origin)
        .header("Cookie", cookie)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
