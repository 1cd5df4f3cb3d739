package dev.brine.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Jetty's own errors, such as a request line that is none, in the form that all others have. */
final class JsonErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? HttpStatus.INTERNAL_SERVER_ERROR_500 : response.getStatus();
        Answer answer = Answer.error(Refusal.of(status, text(status)), Answer.JSON);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        // Jetty closes the connection after most of these, and does not say so itself.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(Exchange.NO_SNIFFING);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            // Said while this one ends; soon another listens here.
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private static String text(int status) {
        return "HTTP " + status + " " + HttpStatus.getMessage(status);
    }
}
