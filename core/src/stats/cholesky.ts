/**
 * Solves `matrix · x = right` for a symmetric positive definite matrix (`size × size`, row major; only the lower
 * triangle is read) by Cholesky's decomposition. The matrix is overwritten with its factor, `right` with the answer.
 *
 * Returns false, with both in an undefined state, when the matrix is not positive definite to working precision.
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): boolean {
  const size = right.length;
  if (!factorize(matrix, size)) return false;
  for (let i = 0; i < size; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= matrix[i * size + k]! * right[k]!;
    right[i] = sum / matrix[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let k = i + 1; k < size; k++) sum -= matrix[k * size + i]! * right[k]!;
    right[i] = sum / matrix[i * size + i]!;
  }
  return true;
}

function factorize(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i !== j) {
        matrix[i * size + j] = sum / matrix[j * size + j]!;
      } else if (sum > 0) {
        matrix[i * size + i] = Math.sqrt(sum);
      } else {
        return false;
      }
    }
  }
  return true;
}
