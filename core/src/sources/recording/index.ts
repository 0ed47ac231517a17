export { openRecording, type Recording } from './open-recording.ts';
export { type RecordedAnswer, type RecordedSession, type Recorder, recorder } from './recorder.ts';
export { RECORDING_FORMAT } from './recording-format.ts';
export { writeRecording, type WrittenRecording } from './write-recording.ts';
