/**
 * What became of the confirmations: posted, waiting, in doubt, refused. One account per operation takes the confirmations and the
 * ERP's answers in any order, one per site adds up how many were posted. Pure.
 */
@NullMarked
package io.millrace.core.posting;

import org.jspecify.annotations.NullMarked;
