package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;

/** How one page leads to the next. A page is named by a short text: its cursor, its offset, or its path and query. */
sealed interface Paging {

    /**
     * One page as it came.
     *
     * @param uri what was asked for
     * @param links {@code Link} headers
     * @param document missing if it is not JSON
     * @param items how many there are on it, known or not
     */
    record Came(String page, URI uri, List<String> links, JsonNode document, int items) {}

    String first();

    /** Where a page is. */
    URI uri(URI url, String page);

    /**
     * The next page; empty if there is none.
     *
     * @throws PollException if what is said of it cannot be followed
     */
    Optional<String> next(Came came, Addresses addresses) throws PollException;

    /** There is only one. */
    record Single() implements Paging {

        @Override
        public String first() {
            return "";
        }

        @Override
        public URI uri(URI url, String page) {
            return url;
        }

        @Override
        public Optional<String> next(Came came, Addresses addresses) {
            return Optional.empty();
        }
    }

    /**
     * The document says it.
     *
     * @param param what carries the cursor; empty if what is said is a URL
     */
    record Pointed(JsonPointer at, Optional<String> param) implements Paging {

        @Override
        public String first() {
            return "";
        }

        @Override
        public URI uri(URI url, String page) {
            if (page.isEmpty()) {
                return url;
            }
            return param.isPresent() ? with(url, param.get(), page) : url.resolve(page);
        }

        @Override
        public Optional<String> next(Came came, Addresses addresses) throws PollException {
            JsonNode said = came.document() instanceof MissingNode
                    ? came.document()
                    : came.document().at(at);
            if (said.isMissingNode() || said.isNull() || (said.isBoolean() && !said.booleanValue())) {
                return Optional.empty();
            }
            if (!said.isTextual() && !said.isIntegralNumber()) {
                throw PollException.badAnswer("what stands at next, " + at + ", is neither a text nor a whole number");
            }
            String text = said.asText();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(param.isPresent() ? text : addresses.page(came.uri(), text));
        }
    }

    /** The header {@code Link} with {@code rel="next"} says it (RFC 8288). */
    record Link() implements Paging {

        @Override
        public String first() {
            return "";
        }

        @Override
        public URI uri(URI url, String page) {
            return page.isEmpty() ? url : url.resolve(page);
        }

        @Override
        public Optional<String> next(Came came, Addresses addresses) throws PollException {
            Optional<String> link = LinkHeader.next(came.links());
            return link.isPresent() ? Optional.of(addresses.page(came.uri(), link.get())) : Optional.empty();
        }
    }

    /**
     * Pages are counted by their items; one with fewer than asked for is the last.
     *
     * @param param what carries the offset
     * @param sizeParam what carries the size, if anything does
     */
    record Offset(String param, Optional<String> sizeParam, int size) implements Paging {

        @Override
        public String first() {
            return "0";
        }

        @Override
        public URI uri(URI url, String page) {
            URI at = with(url, param, page);
            return sizeParam.isPresent() ? with(at, sizeParam.get(), Integer.toString(size)) : at;
        }

        @Override
        public Optional<String> next(Came came, Addresses addresses) {
            return came.items() < size
                    ? Optional.empty()
                    : Optional.of(Long.toString(Long.parseLong(came.page()) + came.items()));
        }
    }

    private static URI with(URI url, String name, String value) {
        char separator = url.getRawQuery() == null ? '?' : '&';
        return URI.create(url.toString() + separator + encoded(name) + '=' + encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
