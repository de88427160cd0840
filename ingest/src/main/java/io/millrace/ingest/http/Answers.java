package io.millrace.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** The bodies of answers, and how they are sent. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static byte[] accepted(final int events) {
        return bytes(JSON.createObjectNode().put("accepted", events));
    }

    /** Problem details (RFC 9457), with the faults by line. */
    static byte[] problem(final Refusal refusal) {
        final ObjectNode problem = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", title(refusal.status()))
                .put("status", refusal.status())
                .put("detail", refusal.detail());
        if (!refusal.faults().isEmpty()) {
            final ArrayNode faults = problem.putArray("faults");
            refusal.faults().forEach(fault -> {
                final ObjectNode each = faults.addObject();
                if (fault.line() > 0) {
                    each.put("line", fault.line());
                }
                each.put("reason", fault.reason().name()).put("detail", fault.detail());
            });
        }
        return bytes(problem);
    }

    static void send(final HttpExchange exchange, final int status, final String type, final byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(final ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String title(final int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
