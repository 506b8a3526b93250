package cellwarden.output.web;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.BatteryEvent;
import cellwarden.battery.Sample;
import cellwarden.json.JsonObject;
import cellwarden.testing.Samples;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebOutputTest {

  private static final String API = "/api/v1/";
  private static final String SPAN = "&from=1970-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

  @TempDir private Path folder;

  private static JsonObject json(HttpResponse<String> answer) throws Exception {
    return JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void batteriesAreThereAsTheJournalHasThem() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      JsonObject house =
          (JsonObject) json(site.get(API + "batteries")).list("batteries").orElseThrow().getFirst();
      assertThat(house.text("name")).contains("house");
      assertThat(house.text("state")).contains("online");
      JsonObject sample = house.object("sample").orElseThrow();
      assertThat(sample.number("voltage")).hasValue(13.31);
      assertThat(sample.whole("seq")).hasValue(1);
    }
  }

  @Test
  void failuresAreSaidAndEndWithASample() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      site.add(Samples.aFailure("house", BatteryEvent.FAILURES_TO_OFFLINE));
      assertThat(site.get(API + "batteries").body())
          .contains("\"state\":\"offline\"", "no answer after 3 tries");
      site.add(Samples.aReading("house"));
      assertThat(site.get(API + "batteries").body())
          .contains("\"state\":\"online\"")
          .doesNotContain("no answer");
    }
  }

  @Test
  void historyAnswersInColumnsAndAsCsv() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      String path = API + "history?battery=house&metric=cell_min,soc&every=auto" + SPAN;
      JsonObject answer = json(site.get(path));
      assertThat(answer.list("cell_min_min").orElseThrow()).containsExactly(3.326);
      assertThat(answer.object("total").orElseThrow().number("soc_max")).hasValue(87);
      HttpResponse<String> csv = site.get(path + "&format=csv");
      assertThat(csv.headers().firstValue("Content-Disposition")).isPresent();
      assertThat(csv.body().lines().findFirst().orElseThrow())
          .startsWith("time,battery,cell_min_min,cell_min_mean,cell_min_max,cell_min_last,soc_min");
      assertThat(csv.body().lines()).hasSize(2);
    }
  }

  @Test
  void anAnswerIsBoundedAndATableIsNotCutSilently() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      Sample first = Samples.aSample("house");
      site.add(
          new BatteryEvent.Reading(
              new Sample(
                  first.seq(),
                  first.time().plusSeconds(9000),
                  true,
                  "house",
                  first.values(),
                  Set.of(),
                  first.link(),
                  0)));
      String tooMuch =
          IntStream.rangeClosed(1, 20).mapToObj(cell -> "cells." + cell).collect(joining(","));
      HttpResponse<String> refused =
          site.get(API + "history?battery=house&every=1s&metric=" + tooMuch + SPAN);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("9000 intervals, more than 2500");
      assertThat(site.get(API + "samples?battery=house&format=csv&limit=1" + SPAN).body().lines())
          .hasSize(2);
      assertThat(site.get(API + "samples?battery=house&format=csv" + SPAN).body().lines())
          .hasSize(3);
    }
  }

  @Test
  void samplesAreLinesOfTheJournalUpToALimit() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      site.add(Samples.aReading("house"));
      JsonObject some = json(site.get(API + "samples?battery=house&limit=1" + SPAN));
      assertThat(some.list("samples").orElseThrow()).hasSize(1);
      assertThat(some.value("more")).contains(true);
      assertThat(site.get(API + "samples?battery=house&metric=soc&format=csv" + SPAN).body())
          .isEqualTo(
              "time,battery,soc\r\n2026-11-22T14:00:00.123Z,house,87\r\n2026-11-22T14:00:00.123Z,house,87\r\n");
    }
  }

  @Test
  void whatIsWrongIsSaidInASentence() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      assertThat(site.get(API + "history?battery=nobody").body()).contains("there are house, van");
      assertThat(site.get(API + "history").body()).contains("say which battery");
      assertThat(site.get(API + "history?battery=house&from=yesterday").body())
          .contains("from is a time such as");
      assertThat(site.get(API + "history?battery=house&metric=protections").statusCode())
          .isEqualTo(400);
      assertThat(site.get(API + "history?battery=van").statusCode()).isEqualTo(404);
      assertThat(site.get("/../../etc/passwd").statusCode()).isEqualTo(404);
      assertThat(site.get("/healthz").body()).isEqualTo("ok\n");
      assertThat(site.get("/metrics").body()).contains("web.metrics: on");
    }
  }

  @Test
  void pollersAreReachedByThisPageOnly() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      String pause = API + "batteries/house/pause";
      assertThat(site.send(site.to(pause).POST(noBody())).statusCode()).isEqualTo(403);
      assertThat(
              site.send(
                      site.to(pause)
                          .header("X-Cellwarden", "1")
                          .header("Origin", "http://evil.example")
                          .POST(noBody()))
                  .statusCode())
          .isEqualTo(403);
      assertThat(site.get(pause).statusCode()).isEqualTo(404);
      assertThat(site.asked).isEmpty();
      assertThat(site.change(pause, "{\"minutes\":0.5}").body()).contains("\"until\":");
      assertThat(site.change(API + "batteries/house/resume", "").statusCode()).isEqualTo(200);
      assertThat(site.change(API + "batteries/van/read", "").statusCode()).isEqualTo(200);
      assertThat(site.asked).containsExactly("pause house PT30S", "resume house", "read van");
      assertThat(site.change(pause, "{\"minutes\":99999}").statusCode()).isEqualTo(400);
      assertThat(site.change(API + "batteries/nobody/read", "").statusCode()).isEqualTo(404);
      assertThat(site.change(pause, "x".repeat(5000)).statusCode()).isEqualTo(413);
    }
  }

  private static HttpRequest.BodyPublisher noBody() {
    return HttpRequest.BodyPublishers.noBody();
  }

  @Test
  void namesOfOtherNetworksDoNotLeadHere() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      String request = "GET /api/v1/batteries HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      assertThat(site.raw(request.formatted("evil.example.com"))).contains(" 421 ");
      for (String own : new String[] {"van", "van.local:8080", "192.168.1.5:8080", "[::1]:8080"}) {
        assertThat(site.raw(request.formatted(own))).as(own).contains(" 200 ");
      }
    }
  }

  @Test
  void passwordOpensByCookieAndByHeader() throws Exception {
    try (Site site = new Site(folder, Optional.of("s3cret"))) {
      assertThat(site.get(API + "batteries").statusCode()).isEqualTo(401);
      assertThat(site.get(API + "stream").statusCode()).isEqualTo(401);
      assertThat(site.change(API + "batteries/house/read", "").statusCode()).isEqualTo(401);
      assertThat(site.get(API + "session").body()).contains("\"logged_in\":false");
      assertThat(site.change(API + "login", "{\"password\":\"wrong\"}").statusCode())
          .isEqualTo(403);
      String cookie =
          site.change(API + "login", "{\"password\":\"s3cret\"}")
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow();
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
      String pair = cookie.substring(0, cookie.indexOf(';'));
      assertThat(site.get(API + "batteries", "Cookie", pair).statusCode()).isEqualTo(200);
      assertThat(site.get(API + "batteries", "Cookie", pair + "x").statusCode()).isEqualTo(401);
      String later = pair.replaceFirst("=[0-9]", "=9");
      assertThat(site.get(API + "batteries", "Cookie", later).statusCode()).isEqualTo(401);
      String basic =
          Base64.getEncoder().encodeToString("any:s3cret".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 2; i++) {
        assertThat(site.get(API + "health", "Authorization", "Basic " + basic).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void manyWrongPasswordsAreNotEvenLookedAt() throws Exception {
    try (Site site = new Site(folder, Optional.of("s3cret"))) {
      int refused = 0;
      for (int i = 0; i < 20 && refused == 0; i++) {
        int status = site.change(API + "login", "{\"password\":\"wrong\"}").statusCode();
        refused = status == 429 ? i : 0;
      }
      assertThat(refused).isBetween(5, 19);
    }
  }

  @Test
  void manyWrongPasswordsAtOnceAreNoMoreTries() throws Exception {
    try (Site site = new Site(folder, Optional.of("s3cret"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        answers.add(
            threads.submit(
                () -> site.change(API + "login", "{\"password\":\"wrong\"}").statusCode()));
      }
      int tried = 0;
      for (Future<Integer> answer : answers) {
        tried += answer.get() == 403 ? 1 : 0;
      }
      assertThat(tried).isBetween(5, 6);
    }
  }

  @Test
  void listenersHearEachPoll() throws Exception {
    try (Site site = new Site(folder, Optional.empty());
        InputStream body = site.listen().body();
        BufferedReader events =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      assertThat(events.readLine()).isEqualTo("retry: 2000");
      site.add(Samples.aReading("house"));
      String line = events.readLine();
      while (!line.equals("event: battery")) {
        line = events.readLine();
      }
      assertThat(events.readLine()).startsWith("data: {\"name\":\"house\"").contains("\"seq\":2");
    }
  }

  @Test
  void everyAnswerHasTheHeadersThatBrowsersObey() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      for (String path : new String[] {API + "batteries", "/healthz", "/nothing"}) {
        HttpHeaders headers = site.get(path).headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
            .contains("default-src 'none'")
            .doesNotContain("unsafe");
      }
    }
  }

  @Test
  void pageIsSmallAndAsksNothingOfOthers() throws Exception {
    try (Site site = new Site(folder, Optional.empty())) {
      String html = site.get("/").body();
      int size = html.length();
      Pattern names =
          Pattern.compile(
              "(?:href|src|from|\\.src)\\s*=?\\s*['\"](?:\\./)?([a-z]+\\.(?:js|css|svg|json))['\"]");
      Set<String> files = new TreeSet<>();
      List<String> texts = new ArrayList<>(List.of(html));
      while (!texts.isEmpty()) {
        for (MatchResult name : names.matcher(texts.removeFirst()).results().toList()) {
          if (files.add(name.group(1))) {
            HttpResponse<String> file = site.get("/" + name.group(1));
            assertThat(file.statusCode()).as(name.group(1)).isEqualTo(200);
            size += file.body().length();
            String tag = file.headers().firstValue("ETag").orElseThrow();
            assertThat(site.get("/" + name.group(1), "If-None-Match", tag).statusCode())
                .isEqualTo(304);
            if (!name.group(1).startsWith("uplot")) {
              texts.add(file.body());
              assertThat(file.body().replace("http://www.w3.org/2000/svg", ""))
                  .doesNotContain("http://", "https://", "//cdn");
            }
          }
        }
      }
      assertThat(files)
          .contains(
              "app.js", "dom.js", "words.js", "history.js", "uplot.js", "uplot.css", "icon.svg");
      assertThat(size).isLessThan(150_000);
      assertThat(html).doesNotContain("style=", "onclick=", "<script>");
    }
  }
}
