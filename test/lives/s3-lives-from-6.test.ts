import { testS3Lives } from "../simulation/s3/s3-lives.ts";

testS3Lives(6, 70);
