package cellwarden.output.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/// The files of the page, from the class path.
final class PageFiles {

  private static final String TYPE_HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  /// Where a file is, and what it is.
  private record PageFile(String resource, String type) {}

  /// @param tag changes with what is in it
  @SuppressWarnings("ArrayRecordComponent")
  private record Loaded(byte[] body, String tag) {}

  private static final Map<String, PageFile> FILES =
      Map.ofEntries(
          Map.entry("/", own("index.html", TYPE_HTML)),
          Map.entry("/app.js", own("app.js", SCRIPT)),
          Map.entry("/battery.js", own("battery.js", SCRIPT)),
          Map.entry("/history.js", own("history.js", SCRIPT)),
          Map.entry("/events.js", own("events.js", SCRIPT)),
          Map.entry("/words.js", own("words.js", SCRIPT)),
          Map.entry("/dom.js", own("dom.js", SCRIPT)),
          Map.entry("/style.css", own("style.css", STYLE)),
          Map.entry("/icon.svg", own("icon.svg", "image/svg+xml")),
          Map.entry("/manifest.json", own("manifest.json", "application/manifest+json")),
          Map.entry("/api/v1/openapi.json", own("openapi.json", WebReply.JSON)),
          Map.entry("/uplot.js", new PageFile(UPLOT + "dist/uPlot.iife.min.js", SCRIPT)),
          Map.entry("/uplot.css", new PageFile(UPLOT + "dist/uPlot.min.css", STYLE)),
          Map.entry("/uplot-licence.txt", new PageFile(UPLOT + "LICENSE", WebReply.TEXT)));

  /// What was asked for once, all of it less than 150 kB.
  private static final Map<String, Loaded> LOADED = new ConcurrentHashMap<>();

  private PageFiles() {}

  private static PageFile own(String name, String type) {
    return new PageFile("/cellwarden/output/web/" + name, type);
  }

  /// The file of a path, or that it is still the one that the browser has; empty where there is
  /// none.
  static Optional<WebReply> find(WebRequest request) {
    PageFile file = FILES.get(request.path());
    if (file == null) {
      return Optional.empty();
    }
    Loaded loaded = LOADED.computeIfAbsent(file.resource(), PageFiles::load);
    Map<String, String> headers = Map.of("Cache-Control", "no-cache", "ETag", loaded.tag());
    boolean known =
        request.header().apply("If-None-Match").filter(loaded.tag()::equals).isPresent();
    return Optional.of(
        new WebReply(known ? 304 : 200, file.type(), headers, known ? new byte[0] : loaded.body()));
  }

  private static Loaded load(String resource) {
    try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
      byte[] body = Objects.requireNonNull(in, resource).readAllBytes();
      CRC32 sum = new CRC32();
      sum.update(body);
      return new Loaded(body, "\"" + HexFormat.of().toHexDigits((int) sum.getValue()) + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
