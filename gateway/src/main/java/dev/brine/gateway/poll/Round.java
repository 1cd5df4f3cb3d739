package dev.brine.gateway.poll;

import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.client.Reply.Failed;
import dev.brine.gateway.poll.PollSettings.Dedupe;
import dev.brine.gateway.poll.PollState.Page;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk over the pages of an API, from the first one on. A page that was acknowledged before is asked for
 * conditionally; if it has not changed (304), what it led to then is followed. For one thread; waits for nothing but answers
 * and acknowledgements.
 */
final class Round {

    private static final Logger log = LoggerFactory.getLogger(Round.class);

    private static final int BATCH = 500;
    private static final Page NEW = new Page("", "", "", "", 0);

    private final PollSettings settings;
    private final Function<Call, CompletableFuture<Reply>> client;
    private final Sending sending;
    private final PollState state;
    private final Clock clock;
    private final Addresses addresses;

    /** @param client answers each call, and never exceptionally */
    Round(
            PollSettings settings,
            Function<Call, CompletableFuture<Reply>> client,
            Sending sending,
            PollState state,
            Clock clock) {
        this.settings = settings;
        this.client = client;
        this.sending = sending;
        this.state = state;
        this.clock = clock;
        this.addresses = new Addresses(settings.upstream().credentials().parameters(), settings.hidden());
    }

    /** How long the server still wants to be left alone, by what it said before a restart. */
    Duration held() {
        return Waits.longer(Duration.ofMillis(state.notBefore() - clock.millis()), Duration.ZERO);
    }

    /**
     * Asks for all pages, once.
     *
     * @return the least time until the next round
     */
    Duration walk() throws PollException, IOException, InterruptedException {
        Set<String> walked = new LinkedHashSet<>();
        Duration least = Duration.ZERO;
        Optional<String> page = Optional.of(settings.paging().first());
        while (page.isPresent()) {
            String name = page.get();
            if (!walked.add(name)) {
                throw PollException.badAnswer("page " + walked.size() + " leads back to one that came before");
            }
            if (walked.size() > settings.maxPages()) {
                log.atWarn()
                        .log(
                                "source {}: there are more than max-pages, {}; the others are left out",
                                settings.name(),
                                settings.maxPages());
                walked.remove(name);
                break;
            }
            URI uri = settings.paging().uri(settings.url(), name);
            Answered answer = answered(uri, state.page(name));
            least = Waits.longer(least, retryAfter(answer));
            page = take(name, uri, answer);
        }
        state.keepOnly(walked);
        state.note(until(least));
        return least;
    }

    private Answered answered(URI uri, @Nullable Page known) throws PollException, IOException, InterruptedException {
        Map<String, List<String>> headers = new HashMap<>();
        if (settings.codec().equals("json")) {
            headers.put("accept", List.of("application/json"));
        }
        if (known != null && !known.etag().isEmpty()) {
            headers.put("if-none-match", List.of(known.etag()));
        }
        if (known != null && !known.lastModified().isEmpty()) {
            headers.put("if-modified-since", List.of(known.lastModified()));
        }
        boolean conditional = headers.containsKey("if-none-match") || headers.containsKey("if-modified-since");
        Reply reply = ask(Call.get(uri).with(headers));
        if (reply instanceof Failed failed) {
            throw new PollException(
                    "no-answer", failed.message(), failed.retryAfter().orElse(Duration.ZERO));
        }
        Answered answer = (Answered) reply;
        int status = answer.status();
        if (status == 200 || status == 203 || status == 204 || (status == 304 && conditional)) {
            return answer;
        }
        Duration least = retryAfter(answer);
        state.note(until(least));
        boolean redirect = status / 100 == 3 && status != 304;
        throw new PollException(
                status == 429 || status >= 500 ? "held-off" : "refused",
                settings.name() + " answered " + status
                        + (redirect ? ", to where is not followed: only redirects on the same server are" : ""),
                least);
    }

    private Reply ask(Call call) throws PollException, InterruptedException {
        try {
            return client.apply(call).get();
        } catch (ExecutionException | IllegalArgumentException e) {
            PollException made = PollException.badAnswer(settings.name() + " could not be asked for a page");
            made.initCause(e);
            throw made;
        }
    }

    /** @return the next page */
    private Optional<String> take(String name, URI uri, Answered answer)
            throws PollException, IOException, InterruptedException {
        Page before = state.page(name);
        Page known = before == null ? NEW : before;
        if (answer.status() == 304) {
            return Optional.of(known.next()).filter(next -> !next.isEmpty());
        }
        PageContent content = answer.status() == 204
                ? PageContent.EMPTY
                : PageContent.of(settings, settings.codec().equals("json") && sending.arrays(), answer.body());
        String hash = content.single() ? single(content, uri, known) : "";
        if (!content.single()) {
            several(content.items(), uri, known);
        }
        long times = known.times() + (hash.equals(known.hash()) && settings.dedupe() != Dedupe.NONE ? 0 : 1);
        Optional<String> next;
        try {
            next = settings.paging()
                    .next(
                            new Paging.Came(
                                    name,
                                    uri,
                                    answer.headers().allValues("link"),
                                    content.document(),
                                    content.items().size()),
                            addresses);
        } catch (PollException e) {
            // Its records are done with, but a 304 must not hide that it leads nowhere.
            state.note(name, new Page("", "", "", hash, times));
            throw e;
        }
        state.note(
                name,
                new Page(
                        answer.header("etag").orElse(""),
                        answer.header("last-modified").orElse(""),
                        next.orElse(""),
                        hash,
                        times));
        return next;
    }

    /** A document that is one record is sent if it is not what it was the time before. */
    private String single(PageContent content, URI uri, Page known) throws PollException, InterruptedException {
        Item item = content.items().get(0);
        String mark = item.mark(settings.dedupe());
        if (settings.dedupe() != Dedupe.NONE && mark.equals(known.hash())) {
            sending.passedOver(1);
        } else {
            // With a number, because a state that comes back after another is news and no duplicate.
            String place = addresses.shown(uri) + "#" + known.times() + ":";
            sending.send(content.items(), one -> place + one.hash());
        }
        return mark;
    }

    /** Of several, those are sent that are not remembered. */
    private void several(List<Item> items, URI uri, Page known) throws PollException, InterruptedException {
        boolean dedupe = settings.dedupe() != Dedupe.NONE;
        // Known again wherever in the list it stands by then, as it is remembered; or else by its place.
        String place =
                dedupe ? addresses.shown(settings.url()) + "#" : addresses.shown(uri) + "#" + known.times() + ".";
        Function<Item, String> position = item -> place + (dedupe ? "" : item.position() + ":") + item.hash();
        Set<String> met = new LinkedHashSet<>();
        List<Item> batch = new ArrayList<>();
        for (Item item : items) {
            String mark = item.mark(settings.dedupe());
            if (dedupe && (!met.add(mark) || state.knows(mark))) {
                sending.passedOver(1);
                continue;
            }
            batch.add(item);
            if (batch.size() == BATCH) {
                send(batch, position);
                batch.clear();
            }
        }
        send(batch, position);
        if (dedupe) {
            state.saw(met);
        }
    }

    private void send(List<Item> batch, Function<Item, String> position) throws PollException, InterruptedException {
        sending.send(batch, position);
        if (settings.dedupe() != Dedupe.NONE) {
            // Should a later batch fail, this one is not sent again.
            state.saw(batch.stream().map(item -> item.mark(settings.dedupe())).toList());
        }
    }

    private Duration retryAfter(Answered answer) {
        return answer.header("retry-after")
                .map(header -> Waits.retryAfter(header, clock.instant()))
                .orElse(Duration.ZERO);
    }

    private long until(Duration least) {
        return least.isZero() ? 0 : clock.millis() + least.toMillis();
    }
}
