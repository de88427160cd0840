package io.millrace.ingest.sparkplug;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The statements of Sparkplug 3.0 that a test shows to be met, by the ids the specification gives them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Requirement {
    String[] value();
}
